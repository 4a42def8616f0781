// What this module calls of CUDA, cuFFT, cuBLAS, cuSOLVER and NVRTC, done by the processor: so that all of it can be tested,
// launches, transfers, order and errors included, where there is no device. Kernels are the module's sources, compiled as C++
// (emulation.h). Every transfer, product and solve is checked to lie within one block of memory (streams.h), which holds NaN when
// fresh, as does what a library may use as work space when it has. At least as strict as CUDA in what it takes.

#include "emulation.h"
#include "streams.h"

#include <climits>
#include <tuple>
#include <utility>

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

// A kernel whose arguments are taken when it is launched, and used when it runs.
typedef std::function<std::function<void()>(void **)> Entry;

template <typename... Arguments, size_t... K>
static std::function<void()> bound(void (*kernel)(Arguments...), void **values, std::index_sequence<K...>) {
    std::tuple<Arguments...> taken(*(Arguments *)values[K]...);
    return [kernel, taken] { std::apply(kernel, taken); };
}

template <typename... Arguments>
static Entry entry(void (*kernel)(Arguments...)) {
    return [kernel](void **values) { return bound(kernel, values, std::index_sequence_for<Arguments...>()); };
}

struct Kernel {
    Entry entry;
    int mostShared;
};

static const int MOST_THREADS_OF_BLOCK = 1024;
static const int MOST_SHARED = 227 << 10;

// What the one kernel that asks for more declares for itself: of this and more, a block gets 48 KB without being asked for.
static const int DECLARED_SHARED = 2 << 10;

#define ENTRY(source, kernel) \
    { #kernel, {entry(source::kernel), (48 << 10) - DECLARED_SHARED} }

static std::map<std::string, Kernel> kernels = {
    ENTRY(rolloff, unitEnergyOfFloats),   ENTRY(rolloff, unitEnergyOfDoubles), ENTRY(rolloff, shellsOfLevels),
    ENTRY(births, birthsOfSmallFloats),   ENTRY(births, birthsOfSmallDoubles), ENTRY(births, birthsOfLargeFloats),
    ENTRY(births, birthsOfLargeDoubles),  ENTRY(diffusion, quotientsOfFloats), ENTRY(diffusion, quotientsOfDoubles),
    ENTRY(diffusion, centre),             ENTRY(diffusion, diagonal),          ENTRY(diffusion, squaredDistances),
    ENTRY(diffusion, squaredDifferences), ENTRY(diffusion, unmarked),          ENTRY(diffusion, digits),
    ENTRY(diffusion, gaussians),          ENTRY(diffusion, powers),            ENTRY(diffusion, scaled),
};

static void *made() {
    held++;
    return malloc(1);
}

static void destroyed(void *thing) {
    held--;
    free(thing);
}

#include "libraries.h"

extern "C" {

int cudaGetDeviceCount(int *count) {
    BEGIN
    *count = 1;
    return 0;
}

int cudaSetDevice(int number) {
    BEGIN
    require(number == 0, "there is no such device");
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
    require(attribute == 75 || attribute == 76 || attribute == 97, "an attribute that is not known");
    *value = attribute == 75 ? 9 : attribute == 97 ? MOST_SHARED : 0;
    return 0;
}

int cudaMemGetInfo(size_t *free, size_t *total) {
    BEGIN
    *free = *total = 1L << 30;
    return 0;
}

int cudaMalloc(void **place, size_t bytes) {
    BEGIN
    require(bytes > 0, "no memory is asked for");
    return take(onDevice, place, bytes);
}

int cudaFree(void *place) {
    BEGIN
    finishAll(nullptr);
    release(onDevice, place);
    return 0;
}

int cudaHostAlloc(void **place, size_t bytes, unsigned) {
    BEGIN
    return take(inHost, place, bytes);
}

int cudaFreeHost(void *place) {
    BEGIN
    finishAll(nullptr);
    release(inHost, place);
    return 0;
}

int cudaStreamCreateWithFlags(void **stream, unsigned flags) {
    BEGIN
    require(flags == 1, "a stream that waits for the default one");
    *stream = new Stream();
    streams.insert((Stream *)*stream);
    held++;
    return 0;
}

int cudaStreamDestroy(void *stream) {
    BEGIN
    known(stream)->finish();
    streams.erase((Stream *)stream);
    delete (Stream *)stream;
    held--;
    return 0;
}

int cudaStreamSynchronize(void *stream) {
    BEGIN
    finish(stream);
    return 0;
}

int cudaStreamWaitEvent(void *stream, void *event, unsigned) {
    BEGIN
    waitFor(stream, event);
    return 0;
}

int cudaEventCreateWithFlags(void **event, unsigned) {
    BEGIN
    *event = new Event();
    held++;
    return 0;
}

int cudaEventDestroy(void *event) {
    BEGIN
    delete (Event *)event;
    held--;
    return 0;
}

int cudaEventRecord(void *event, void *stream) {
    BEGIN
    record(event, stream);
    return 0;
}

int cudaEventElapsedTime(float *milliseconds, void *from, void *to) {
    BEGIN
    require(((Event *)from)->mark->reached && ((Event *)to)->mark->reached, "the time is read before it has come");
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

int cudaMemcpyAsync(void *to, const void *from, size_t bytes, int kind, void *stream) {
    BEGIN
    require(kind == 1 ? isPinned(from, bytes) : isOnDevice(from, bytes), "a transfer comes from astray");
    require(kind == 2 ? isPinned(to, bytes) : isOnDevice(to, bytes), "a transfer goes astray");
    start(stream, [=] { memcpy(to, from, bytes); });
    return 0;
}

int cudaMemsetAsync(void *to, int value, size_t bytes, void *stream) {
    BEGIN
    require(isOnDevice(to, bytes), "memory is filled that is not there");
    start(stream, [=] { memset(to, value, bytes); });
    return 0;
}

int cuGetErrorString(int, const char **text) {
    *text = "a failure that was asked for";
    return 0;
}

int cuModuleLoadData(void **module, const void *) {
    BEGIN_WITH_CONTEXT
    *module = made();
    return 0;
}

int cuModuleUnload(void *module) {
    BEGIN_WITH_CONTEXT
    destroyed(module);
    return 0;
}

int cuModuleGetFunction(void **function, void *, const char *name) {
    BEGIN_WITH_CONTEXT
    auto found = kernels.find(name);
    require(found != kernels.end(), name);
    *function = &found->second;
    return 0;
}

int cuFuncSetAttribute(void *function, int attribute, int value) {
    BEGIN_WITH_CONTEXT
    require(attribute == 8 && value + DECLARED_SHARED <= MOST_SHARED, "more shared memory than a block can have");
    ((Kernel *)function)->mostShared = value;
    return 0;
}

int cuLaunchKernel(
        void *function, unsigned across, unsigned down, unsigned deep, unsigned threads, unsigned y, unsigned z, unsigned sharedBytes,
        void *stream, void **values, void **) {
    BEGIN_WITH_CONTEXT
    Kernel *kernel = (Kernel *)function;
    require(across > 0 && across <= INT_MAX && down == 1 && deep == 1, "a grid that cannot be launched");
    require(threads > 0 && threads <= MOST_THREADS_OF_BLOCK && y == 1 && z == 1, "a block that cannot be launched");
    require((int)sharedBytes <= kernel->mostShared, "more shared memory than was asked for");
    std::function<void()> body = kernel->entry(values);
    start(stream, [=] { launch(across, threads, body, sharedBytes); });
    return 0;
}

int nvrtcCreateProgram(void **program, const char *, const char *, int, const char *const *, const char *const *) {
    BEGIN
    *program = made();
    return 0;
}

int nvrtcDestroyProgram(void **program) {
    destroyed(*program);
    return 0;
}

int nvrtcCompileProgram(void *, int count, const char *const *options) {
    BEGIN
    require(count == 2 && strcmp(options[0], "--gpu-architecture=sm_90") == 0, "options that are not known");
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
}
