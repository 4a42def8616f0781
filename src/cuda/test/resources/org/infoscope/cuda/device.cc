// What this module calls of CUDA, cuFFT, cuBLAS, cuSOLVER and NVRTC, done by the processor at once: so that all of it can be
// tested, launches, transfers and errors included, where there is no device. Kernels are the module's sources, compiled as C++
// (emulation.h). Device memory is known block by block, and every transfer and every product is checked to lie within one; fresh
// memory holds NaN. One name in the file that INFOSCOPE_EMULATED_FAILURE names makes that function fail, and is taken off then.

#include "emulation.h"

#include <complex>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

namespace rolloff {
#include "rolloff.cu"
}
#undef HANDED
#undef MOST_THREADS
namespace births {
#include "births.cu"
}
#undef HANDED
namespace diffusion {
#include "diffusion.cu"
}

static const int FAILED = 999;
static const int NO_MEMORY = 2;
static std::recursive_mutex device;
static std::map<char *, size_t> blocks;

static bool isToFail(const char *function) {
    const char *path = getenv("INFOSCOPE_EMULATED_FAILURE");
    FILE *file = path == nullptr ? nullptr : fopen(path, "r");
    char name[64] = "";
    if (file != nullptr) {
        int read = fscanf(file, "%63s", name);
        fclose(file);
        if (read == 1 && strcmp(name, function) == 0) {
            remove(path);
            return true;
        }
    }
    return false;
}

#define BEGIN                                            \
    std::lock_guard<std::recursive_mutex> lock(device); \
    if (isToFail(__func__)) {                            \
        return FAILED;                                   \
    }

static void require(bool right, const char *what) {
    if (!right) {
        fprintf(stderr, "emulated device: %s\n", what);
        abort();
    }
}

static bool isOnDevice(const void *place, size_t bytes) {
    auto after = blocks.upper_bound((char *)place);
    if (after == blocks.begin()) {
        return false;
    }
    auto block = std::prev(after);
    return (char *)place + bytes <= block->first + block->second;
}

template <typename... Arguments, size_t... K>
static void call(void (*kernel)(Arguments...), void **values, std::index_sequence<K...>) {
    kernel(*(Arguments *)values[K]...);
}

template <typename... Arguments>
static std::function<void(void **)> entry(void (*kernel)(Arguments...)) {
    return [kernel](void **values) { call(kernel, values, std::index_sequence_for<Arguments...>()); };
}

#define ENTRY(source, kernel) \
    { #kernel, entry(source::kernel) }

static std::map<std::string, std::function<void(void **)>> kernels = {
    ENTRY(rolloff, unitEnergyOfFloats),   ENTRY(rolloff, unitEnergyOfDoubles), ENTRY(rolloff, shellsOfLevels),
    ENTRY(births, birthsOfSmallFloats),   ENTRY(births, birthsOfSmallDoubles), ENTRY(births, birthsOfLargeFloats),
    ENTRY(births, birthsOfLargeDoubles),  ENTRY(diffusion, quotientsOfFloats), ENTRY(diffusion, quotientsOfDoubles),
    ENTRY(diffusion, centre),             ENTRY(diffusion, diagonal),          ENTRY(diffusion, squaredDistances),
    ENTRY(diffusion, squaredDifferences), ENTRY(diffusion, unmarked),          ENTRY(diffusion, digits),
    ENTRY(diffusion, gaussians),          ENTRY(diffusion, powers),            ENTRY(diffusion, scaled),
};

struct Plan {
    int height, width, maps;
};

static std::vector<Plan> plans;

// Along rows, then along columns; as cuFFT lays a real transform out: [height][width / 2 + 1].
static void transform(const double *map, const Plan &plan, std::complex<double> *bins) {
    int columns = plan.width / 2 + 1;
    std::vector<std::complex<double>> rows(plan.height * columns), across(plan.width), down(plan.height);
    for (int k = 0; k < plan.width; k++) {
        across[k] = std::polar(1.0, -2 * M_PI * k / plan.width);
    }
    for (int k = 0; k < plan.height; k++) {
        down[k] = std::polar(1.0, -2 * M_PI * k / plan.height);
    }
    for (int i = 0; i < plan.height; i++) {
        for (int v = 0; v < columns; v++) {
            for (int j = 0; j < plan.width; j++) {
                rows[i * columns + v] += map[i * plan.width + j] * across[(long)v * j % plan.width];
            }
        }
    }
    for (int u = 0; u < plan.height; u++) {
        for (int v = 0; v < columns; v++) {
            std::complex<double> sum = 0;
            for (int i = 0; i < plan.height; i++) {
                sum += rows[i * columns + v] * down[(long)u * i % plan.height];
            }
            bins[u * columns + v] = sum;
        }
    }
}

// Jacobi's rotations: slow, and right to the last digits.
static void eigenvalues(std::vector<double> a, int n, double *values) {
    double squares = 0;
    for (double entry : a) {
        squares += entry * entry;
    }
    double nothing = 1e-17 * sqrt(squares);
    for (double rest = 1; rest > 0;) {
        rest = 0;
        for (int p = 0; p < n; p++) {
            for (int q = p + 1; q < n; q++) {
                double off = a[p * n + q];
                if (!(fabs(off) > nothing)) {
                    continue;
                }
                rest = 1;
                double theta = (a[q * n + q] - a[p * n + p]) / (2 * off);
                double t = (theta < 0 ? -1 : 1) / (fabs(theta) + hypot(theta, 1));
                double c = 1 / hypot(t, 1);
                double s = t * c;
                for (int k = 0; k < n; k++) {
                    double x = a[p * n + k], y = a[q * n + k];
                    a[p * n + k] = c * x - s * y;
                    a[q * n + k] = s * x + c * y;
                }
                for (int k = 0; k < n; k++) {
                    double x = a[k * n + p], y = a[k * n + q];
                    a[k * n + p] = c * x - s * y;
                    a[k * n + q] = s * x + c * y;
                }
            }
        }
    }
    for (int i = 0; i < n; i++) {
        values[i] = a[i * n + i];
    }
    std::sort(values, values + n);
}

extern "C" {

int cudaGetDeviceCount(int *count) {
    BEGIN
    *count = 1;
    return 0;
}

int cudaSetDevice(int) {
    BEGIN
    return 0;
}

int cudaGetLastError() {
    return 0;
}

const char *cudaGetErrorString(int) {
    return "a failure that was asked for";
}

int cudaDeviceGetAttribute(int *value, int attribute, int) {
    BEGIN
    *value = attribute == 75 ? 9 : 0;
    return 0;
}

int cudaMemGetInfo(size_t *free, size_t *total) {
    BEGIN
    *free = *total = 1L << 30;
    return 0;
}

int cudaMalloc(void **place, size_t bytes) {
    std::lock_guard<std::recursive_mutex> lock(device);
    if (isToFail(__func__)) {
        return NO_MEMORY;
    }
    char *block = (char *)aligned_alloc(256, (bytes + 255) / 256 * 256);
    memset(block, 0xff, bytes);
    blocks[block] = bytes;
    *place = block;
    return 0;
}

int cudaFree(void *place) {
    BEGIN
    require(blocks.erase((char *)place) == 1, "memory is released that was not had");
    free(place);
    return 0;
}

int cudaHostAlloc(void **place, size_t bytes, unsigned) {
    BEGIN
    *place = malloc(bytes);
    return 0;
}

int cudaFreeHost(void *place) {
    BEGIN
    free(place);
    return 0;
}

int cudaStreamCreateWithFlags(void **stream, unsigned) {
    BEGIN
    *stream = malloc(1);
    return 0;
}

int cudaStreamDestroy(void *stream) {
    BEGIN
    free(stream);
    return 0;
}

int cudaStreamSynchronize(void *) {
    BEGIN
    return 0;
}

int cudaStreamWaitEvent(void *, void *, unsigned) {
    BEGIN
    return 0;
}

int cudaEventCreateWithFlags(void **event, unsigned) {
    BEGIN
    *event = malloc(1);
    return 0;
}

int cudaEventDestroy(void *event) {
    BEGIN
    free(event);
    return 0;
}

int cudaEventRecord(void *, void *) {
    BEGIN
    return 0;
}

int cudaEventElapsedTime(float *milliseconds, void *, void *) {
    BEGIN
    *milliseconds = 1;
    return 0;
}

int cudaDriverGetVersion(int *version) {
    *version = 13000;
    return 0;
}

int cuDeviceGetName(char *name, int length, int) {
    strncpy(name, "a device that is emulated", length);
    return 0;
}

int cudaMemcpyAsync(void *to, const void *from, size_t bytes, int kind, void *) {
    BEGIN
    require(isOnDevice(to, bytes) == (kind != 2) && isOnDevice(from, bytes) == (kind != 1), "a transfer goes astray");
    memcpy(to, from, bytes);
    return 0;
}

int cudaMemsetAsync(void *to, int value, size_t bytes, void *) {
    BEGIN
    require(isOnDevice(to, bytes), "memory is filled that is not there");
    memset(to, value, bytes);
    return 0;
}

int cuGetErrorString(int, const char **text) {
    *text = "a failure that was asked for";
    return 0;
}

int cuModuleLoadData(void **module, const void *) {
    BEGIN
    *module = malloc(1);
    return 0;
}

int cuModuleUnload(void *module) {
    BEGIN
    free(module);
    return 0;
}

int cuModuleGetFunction(void **function, void *, const char *name) {
    BEGIN
    auto found = kernels.find(name);
    require(found != kernels.end(), name);
    *function = &found->second;
    return 0;
}

int cuLaunchKernel(
        void *function, unsigned blocksAcross, unsigned, unsigned, unsigned threads, unsigned, unsigned, unsigned, void *, void **values,
        void **) {
    BEGIN
    require(blocksAcross > 0 && threads > 0, "a launch of nothing");
    launch(blocksAcross, threads, [&] { (*(std::function<void(void **)> *)function)(values); });
    return 0;
}

int nvrtcCreateProgram(void **program, const char *, const char *, int, const char *const *, const char *const *) {
    BEGIN
    *program = malloc(1);
    return 0;
}

int nvrtcDestroyProgram(void **program) {
    free(*program);
    return 0;
}

int nvrtcCompileProgram(void *, int, const char *const *) {
    BEGIN
    return 0;
}

int nvrtcGetProgramLogSize(void *, size_t *size) {
    *size = 1;
    return 0;
}

int nvrtcGetProgramLog(void *, char *log) {
    *log = 0;
    return 0;
}

int nvrtcGetCUBINSize(void *, size_t *size) {
    BEGIN
    *size = 1;
    return 0;
}

int nvrtcGetCUBIN(void *, char *code) {
    BEGIN
    *code = 0;
    return 0;
}

const char *nvrtcGetErrorString(int) {
    return "a failure that was asked for";
}

int cufftCreate(int *plan) {
    BEGIN
    *plan = (int)plans.size();
    plans.emplace_back();
    return 0;
}

int cufftDestroy(int) {
    BEGIN
    return 0;
}

int cufftSetAutoAllocation(int, int) {
    BEGIN
    return 0;
}

int cufftSetStream(int, void *) {
    BEGIN
    return 0;
}

int cufftSetWorkArea(int, void *place) {
    BEGIN
    require(isOnDevice(place, 1000), "the work area is not on the device");
    return 0;
}

int cufftMakePlanMany(
        int plan, int rank, int *sides, int *, int stride, int distance, int *, int outStride, int outDistance, int type, int batch,
        size_t *work) {
    BEGIN
    bool usual = rank == 2 && stride == 1 && outStride == 1 && type == 0x6a && distance == sides[0] * sides[1];
    require(usual && outDistance == sides[0] * (sides[1] / 2 + 1), "a plan that is not known");
    plans[plan] = {sides[0], sides[1], batch};
    *work = 1000;
    return 0;
}

int cufftExecD2Z(int handle, double *maps, std::complex<double> *bins) {
    BEGIN
    Plan plan = plans[handle];
    size_t area = (size_t)plan.height * plan.width;
    size_t length = (size_t)plan.height * (plan.width / 2 + 1);
    require(isOnDevice(maps, plan.maps * area * 8) && isOnDevice(bins, plan.maps * length * 16), "a transform goes astray");
    for (int m = 0; m < plan.maps; m++) {
        transform(maps + m * area, plan, bins + m * length);
    }
    return 0;
}

int cublasCreate_v2(void **handle) {
    BEGIN
    *handle = malloc(1);
    return 0;
}

int cublasDestroy_v2(void *handle) {
    free(handle);
    return 0;
}

int cublasSetStream_v2(void *, void *) {
    BEGIN
    return 0;
}

int cublasDsyrk_v2(
        void *, int uplo, int transposed, int n, int k, const double *alpha, const double *a, int lda, const double *beta, double *c,
        int ldc) {
    BEGIN
    require(uplo == 1 && transposed == 1 && lda == k && ldc == n, "products that are not known");
    require(isOnDevice(a, 8L * n * k) && isOnDevice(c, 8L * n * n), "products go astray");
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = 0;
            for (int l = 0; l < k; l++) {
                sum += a[(long)i * k + l] * a[(long)j * k + l];
            }
            double *to = &c[(long)i * n + j];
            *to = *alpha * sum + (*beta == 0 ? 0 : *beta * *to);
        }
    }
    return 0;
}

int cublasDgemm_v2(
        void *, int, int, int n, int, int, const double *, const double *a, int, const double *, int, const double *, double *c, int) {
    BEGIN
    require(isOnDevice(a, 8L * n * n) && isOnDevice(c, 8L * n * n), "products go astray");
    return 0;
}

int cublasSgemm_v2(
        void *, int, int, int n, int, int, const float *, const float *a, int, const float *, int, const float *, float *c, int) {
    BEGIN
    require(isOnDevice(a, 4L * n * n) && isOnDevice(c, 4L * n * n), "products go astray");
    return 0;
}

int cusolverDnCreate(void **handle) {
    BEGIN
    *handle = malloc(1);
    return 0;
}

int cusolverDnDestroy(void *handle) {
    free(handle);
    return 0;
}

int cusolverDnSetStream(void *, void *) {
    BEGIN
    return 0;
}

int cusolverDnDsyevd_bufferSize(void *, int, int, int n, const double *, int, const double *, int *length) {
    BEGIN
    *length = 7 * n;
    return 0;
}

int cusolverDnDsyevd(void *, int vectors, int, int n, double *a, int lda, double *w, double *work, int length, int *info) {
    BEGIN
    require(vectors == 0 && lda == n && length == 7 * n, "eigenvalues that are not known");
    require(isOnDevice(a, 8L * n * n) && isOnDevice(w, 8L * n) && isOnDevice(work, 8L * length), "eigenvalues go astray");
    require(isOnDevice(info, 4), "the outcome goes astray");
    eigenvalues(std::vector<double>(a, a + (long)n * n), n, w);
    std::fill(a, a + (long)n * n, NAN);
    *info = isToFail("info") ? 1 : 0;
    return 0;
}
}
