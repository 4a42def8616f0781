package org.infoscope.cuda;

/** A call of CUDA or one of its libraries failed; the message says which, and why in CUDA's own words. */
public final class CudaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whether the device is all right, but has not as much memory left. */
    private final boolean outOfMemory;

    /**
     * A failure.
     *
     * @param message what was tried and what came of it
     */
    public CudaException(String message) {
        this(message, false);
    }

    private CudaException(String message, boolean outOfMemory) {
        super(message);
        this.outOfMemory = outOfMemory;
    }

    /** The device is all right, but has not as much memory left. */
    static CudaException outOfMemory(String message) {
        return new CudaException(message, true);
    }

    boolean isOutOfMemory() {
        return outOfMemory;
    }
}
