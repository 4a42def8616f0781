package org.infoscope.network;

/** Says why a network cannot be copied. */
public final class ReplicaRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * With a reason.
     *
     * @param reason a sentence for a person
     */
    public ReplicaRefusedException(String reason) {
        super(reason);
    }

    /**
     * With a reason and its cause.
     *
     * @param reason a sentence for a person
     * @param cause what went wrong
     */
    public ReplicaRefusedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
