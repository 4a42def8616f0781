// cuFFT, cuBLAS and cuSOLVER, as far as this module calls them, for streams.h.

#include "algorithms.h"

struct Library {
    void *stream;
};

static std::map<int, Plan> plans;

// Twice as much for odd widths: as much as fits is known only when cuFFT has planned.
static size_t workBytes(const Plan &plan) {
    return 16L * plan.maps * plan.height * (plan.width / 2 + 1) * (plan.width % 2 + 1);
}

extern "C" {

int cufftCreate(int *plan) {
    BEGIN_WITH_CONTEXT
    static int made;
    *plan = ++made;
    plans[*plan] = {};
    held++;
    return 0;
}

int cufftDestroy(int plan) {
    BEGIN_WITH_CONTEXT
    require(plans.erase(plan) == 1, "there is no such plan");
    held--;
    return 0;
}

int cufftSetAutoAllocation(int plan, int automatic) {
    BEGIN_WITH_CONTEXT
    require(plans.at(plan).maps == 0 && automatic == 0, "too late");
    return 0;
}

int cufftSetStream(int plan, void *stream) {
    BEGIN_WITH_CONTEXT
    plans.at(plan).stream = known(stream);
    return 0;
}

int cufftSetWorkArea(int plan, void *place) {
    BEGIN_WITH_CONTEXT
    require(isOnDevice(place, workBytes(plans.at(plan))) && (size_t)place % 16 == 0, "the work area is not on the device");
    plans.at(plan).work = place;
    return 0;
}

int cufftMakePlanMany(
        int plan, int rank, int *sides, int *embedded, int stride, int distance, int *outEmbedded, int outStride, int outDistance,
        int type, int batch, size_t *work) {
    BEGIN_WITH_CONTEXT
    bool usual = rank == 2 && stride == 1 && outStride == 1 && type == 0x6a && distance == sides[0] * sides[1] && batch > 0;
    bool packed = embedded[1] == sides[1] && outEmbedded[1] == sides[1] / 2 + 1;
    require(usual && packed && outDistance == sides[0] * outEmbedded[1], "a plan that is not known");
    plans.at(plan) = {sides[0], sides[1], batch, nullptr, nullptr};
    *work = workBytes(plans.at(plan));
    return 0;
}

int cufftExecD2Z(int handle, double *maps, std::complex<double> *bins) {
    BEGIN_WITH_CONTEXT
    Plan plan = plans.at(handle);
    size_t area = (size_t)plan.height * plan.width;
    size_t length = (size_t)plan.height * (plan.width / 2 + 1);
    require(isOnDevice(maps, plan.maps * area * 8) && isOnDevice(bins, plan.maps * length * 16), "a transform goes astray");
    require(plan.work != nullptr && (size_t)bins % 16 == 0, "a transform has nowhere to work");
    start(plan.stream, [=] {
        memset(plan.work, 0xff, workBytes(plan));
        for (int m = 0; m < plan.maps; m++) {
            transform(maps + m * area, plan, bins + m * length);
        }
    });
    return 0;
}

int cublasCreate_v2(void **handle) {
    BEGIN_WITH_CONTEXT
    *handle = new Library{nullptr};
    held++;
    return 0;
}

int cublasDestroy_v2(void *handle) {
    std::lock_guard<std::recursive_mutex> lock(device);
    finishAll(nullptr);
    delete (Library *)handle;
    held--;
    return 0;
}

int cublasSetStream_v2(void *handle, void *stream) {
    BEGIN_WITH_CONTEXT
    ((Library *)handle)->stream = known(stream);
    return 0;
}

int cublasDsyrk_v2(
        void *handle, int uplo, int transposed, int n, int k, const double *alpha, const double *a, int lda, const double *beta,
        double *c, int ldc) {
    BEGIN_WITH_CONTEXT
    require(uplo == 1 && transposed == 1 && n > 0 && k > 0 && lda == k && ldc == n, "products that are not known");
    require(isOnDevice(a, 8L * n * k) && isOnDevice(c, 8L * n * n), "products go astray");
    require(!isOnDevice(alpha, 8) && !isOnDevice(beta, 8), "factors are on the device");
    double factor = *alpha, before = *beta;
    start(((Library *)handle)->stream, [=] {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    sum += a[(long)i * k + l] * a[(long)j * k + l];
                }
                double *to = &c[(long)i * n + j];
                *to = factor * sum + (before == 0 ? 0 : before * *to);
            }
        }
    });
    return 0;
}

int cublasDgemm_v2(
        void *, int, int, int n, int, int, const double *, const double *a, int, const double *, int, const double *, double *c, int) {
    BEGIN_WITH_CONTEXT
    require(isOnDevice(a, 8L * n * n) && isOnDevice(c, 8L * n * n), "products go astray");
    return 0;
}

int cublasSgemm_v2(
        void *, int, int, int n, int, int, const float *, const float *a, int, const float *, int, const float *, float *c, int) {
    BEGIN_WITH_CONTEXT
    require(isOnDevice(a, 4L * n * n) && isOnDevice(c, 4L * n * n), "products go astray");
    return 0;
}

int cusolverDnCreate(void **handle) {
    BEGIN_WITH_CONTEXT
    *handle = new Library{nullptr};
    held++;
    return 0;
}

int cusolverDnDestroy(void *handle) {
    std::lock_guard<std::recursive_mutex> lock(device);
    finishAll(nullptr);
    delete (Library *)handle;
    held--;
    return 0;
}

int cusolverDnSetStream(void *handle, void *stream) {
    BEGIN_WITH_CONTEXT
    ((Library *)handle)->stream = known(stream);
    return 0;
}

int cusolverDnDsyevd_bufferSize(void *, int, int, int n, const double *a, int lda, const double *w, int *length) {
    BEGIN_WITH_CONTEXT
    require(n > 0 && lda == n && isOnDevice(a, 8L * n * n) && isOnDevice(w, 8L * n), "eigenvalues that are not known");
    *length = 7 * n;
    return 0;
}

int cusolverDnDsyevd(
        void *handle, int vectors, int uplo, int n, double *a, int lda, double *w, double *work, int length, int *info) {
    BEGIN_WITH_CONTEXT
    require(vectors == 0 && uplo == 1 && lda == n && length == 7 * n, "eigenvalues that are not known");
    require(isOnDevice(a, 8L * n * n) && isOnDevice(w, 8L * n) && isOnDevice(work, 8L * length), "eigenvalues go astray");
    require(isOnDevice(info, 4), "the outcome goes astray");
    int outcome = failureOf("info") == 0 ? 0 : 1;
    start(((Library *)handle)->stream, [=] {
        std::vector<double> matrix(a, a + (long)n * n);
        std::fill(work, work + length, NAN);
        std::fill(a, a + (long)n * n, NAN);
        eigenvalues(matrix, n, w);
        *info = outcome;
    });
    return 0;
}
}
