package org.infoscope.cuda;

import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cufft;
import org.bytedeco.cuda.global.cusolver;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * What CUDA's calls return, each library by its own numbers: success, or an exception that says what was tried and tells apart
 * that memory is short, as it may be where others train, and not for ever.
 */
final class Status {

    private Status() {}

    /** Of the runtime. That there is not as much memory does not stay as its last error. */
    static void runtime(int status, String tried) {
        if (status == cudart.cudaErrorMemoryAllocation) {
            cudart.cudaGetLastError();
            throw outOfMemory("CUDA", tried);
        }
        if (status != cudart.cudaSuccess) {
            throw failure(tried, status, cudart.cudaGetErrorString(status));
        }
    }

    /** Of the driver. */
    static void driver(int status, String tried) {
        if (status == cudart.CUDA_ERROR_OUT_OF_MEMORY) {
            throw outOfMemory("CUDA", tried);
        }
        if (status != cudart.CUDA_SUCCESS) {
            try (PointerPointer<Pointer> text = new PointerPointer<>(1)) {
                int known = cudart.cuGetErrorString(status, text);
                throw failure(tried, status, known == cudart.CUDA_SUCCESS ? new BytePointer(text.get(0)) : null);
            }
        }
    }

    /** Of cuFFT. */
    static void fft(int status, String tried) {
        library("cuFFT", status, cufft.CUFFT_ALLOC_FAILED, tried);
    }

    /** Of cuBLAS. */
    static void blas(int status, String tried) {
        library("cuBLAS", status, cublas.CUBLAS_STATUS_ALLOC_FAILED, tried);
    }

    /** Of cuSOLVER. */
    static void solver(int status, String tried) {
        library("cuSOLVER", status, cusolver.CUSOLVER_STATUS_ALLOC_FAILED, tried);
    }

    /** Of NVRTC. */
    static void compiler(int status, String tried) {
        if (status != nvrtc.NVRTC_SUCCESS) {
            throw failure(tried, status, nvrtc.nvrtcGetErrorString(status));
        }
    }

    /** Of one of the libraries, where 0 is success. */
    private static void library(String name, int status, int noMemory, String tried) {
        if (status == noMemory) {
            throw outOfMemory(name, tried);
        }
        if (status != 0) {
            throw new CudaException(name + ": " + tried + " failed with status " + status);
        }
    }

    private static CudaException outOfMemory(String name, String tried) {
        return CudaException.outOfMemory(name + ": " + tried + " failed: there is not as much memory");
    }

    private static CudaException failure(String tried, int status, @Nullable BytePointer reason) {
        String text = reason == null || reason.isNull() ? "unknown" : reason.getString();
        return new CudaException("CUDA: " + tried + " failed: " + text + " (" + status + ")");
    }
}
