package org.infoscope.cuda;

/** A call of CUDA or one of its libraries failed; the message says which, and why in CUDA's own words. */
public final class CudaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what was tried and what came of it
     */
    public CudaException(String message) {
        super(message);
    }
}
