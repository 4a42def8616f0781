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

/** What CUDA's calls return, each library by its own numbers: success, or an exception that says what was tried. */
final class Status {

    private Status() {}

    /** Of the runtime. */
    static void runtime(int status, String tried) {
        if (status != cudart.cudaSuccess) {
            throw failure(tried, status, cudart.cudaGetErrorString(status));
        }
    }

    /** Of an allocation: that there is not as much memory is told apart, and does not stay as the runtime's last error. */
    static void allocation(int status, String tried) {
        if (status == cudart.cudaErrorMemoryAllocation) {
            cudart.cudaGetLastError();
            throw CudaException.outOfMemory("CUDA: " + tried + " failed: there is not as much memory");
        }
        runtime(status, tried);
    }

    /** Of the driver. */
    static void driver(int status, String tried) {
        if (status != cudart.CUDA_SUCCESS) {
            try (PointerPointer<Pointer> text = new PointerPointer<>(1)) {
                int known = cudart.cuGetErrorString(status, text);
                throw failure(tried, status, known == cudart.CUDA_SUCCESS ? new BytePointer(text.get(0)) : null);
            }
        }
    }

    /** Of cuFFT. */
    static void fft(int status, String tried) {
        if (status != cufft.CUFFT_SUCCESS) {
            throw new CudaException("cuFFT: " + tried + " failed with status " + status);
        }
    }

    /** Of cuBLAS. */
    static void blas(int status, String tried) {
        if (status != cublas.CUBLAS_STATUS_SUCCESS) {
            throw new CudaException("cuBLAS: " + tried + " failed with status " + status);
        }
    }

    /** Of cuSOLVER. */
    static void solver(int status, String tried) {
        if (status != cusolver.CUSOLVER_STATUS_SUCCESS) {
            throw new CudaException("cuSOLVER: " + tried + " failed with status " + status);
        }
    }

    /** Of NVRTC. */
    static void compiler(int status, String tried) {
        if (status != nvrtc.NVRTC_SUCCESS) {
            throw failure(tried, status, nvrtc.nvrtcGetErrorString(status));
        }
    }

    private static CudaException failure(String tried, int status, @Nullable BytePointer reason) {
        String text = reason == null || reason.isNull() ? "unknown" : reason.getString();
        return new CudaException("CUDA: " + tried + " failed: " + text + " (" + status + ")");
    }
}
