// Blocks of CUDA threads on one thread of the processor: each is a fibre that runs to the next barrier, in an order that changes
// from round to round. A barrier that not all threads reach ends the program. A fibre is entered by setcontext once and resumed
// by longjmp, which leaves out the system calls.

#include <setjmp.h>
#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

#define __device__ static
#define __global__
#define __shared__ static

// As much as the launch says, of what no kernel has written yet.
#define DYNAMIC_SHARED(type, name) type *name = (type *)dynamicShared.data()

using std::max;
using std::min;

struct double2 {
    double x, y;
};

struct Index {
    int x;
};

struct Barrier {
    jmp_buf state;
};

static Index threadIdx, blockIdx, blockDim;
static std::vector<ucontext_t> fibres;
static std::vector<char> finished;
static std::vector<char> entered;
static std::vector<Barrier> barriers;
static jmp_buf scheduler;
static int running;
static std::function<void()> kernel;
static std::vector<std::vector<char>> stacks;
static std::vector<char> dynamicShared;

static void __syncthreads() {
    if (_setjmp(barriers[running].state) == 0) {
        _longjmp(scheduler, 1);
    }
}

static long long __double_as_longlong(double value) {
    long long bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static int atomicAdd(int *value, int summand) {
    int before = *value;
    *value += summand;
    return before;
}

static void fibre() {
    kernel();
    finished[running] = 1;
    _longjmp(scheduler, 1);
}

static void resume(int thread) {
    running = thread;
    threadIdx.x = thread;
    if (_setjmp(scheduler) == 0) {
        if (entered[thread]) {
            _longjmp(barriers[thread].state, 1);
        }
        entered[thread] = 1;
        setcontext(&fibres[thread]);
    }
}

static void runBlock(int threads) {
    for (int t = 0; t < threads; t++) {
        finished[t] = 0;
        entered[t] = 0;
        getcontext(&fibres[t]);
        fibres[t].uc_stack.ss_sp = stacks[t].data();
        fibres[t].uc_stack.ss_size = stacks[t].size();
        makecontext(&fibres[t], fibre, 0);
    }
    int done = 0;
    for (int round = 0; done == 0; round++) {
        for (int k = 0; k < threads; k++) {
            int thread = (round * 7 + (round % 2 == 0 ? k : threads - 1 - k)) % threads;
            resume(thread);
            done += finished[thread];
        }
    }
    if (done != threads) {
        fprintf(stderr, "%d of %d threads did not reach a barrier\n", done, threads);
        exit(1);
    }
}

// Blocks in ascending and in descending order in turns, as they must not depend on each other.
static void launch(int blocks, int threads, std::function<void()> body, int sharedBytes = 0) {
    static const int MARGIN = 64;
    static const char UNTOUCHED = 0x5a;
    static bool descending;
    kernel = body;
    blockDim.x = threads;
    fibres.resize(threads);
    finished.resize(threads);
    entered.resize(threads);
    barriers.resize(threads);
    while ((int)stacks.size() < threads) {
        stacks.emplace_back(1 << 16);
    }
    descending = !descending;
    for (int k = 0; k < blocks; k++) {
        blockIdx.x = descending ? blocks - 1 - k : k;
        dynamicShared.assign(sharedBytes, (char)0xff);
        dynamicShared.resize(sharedBytes + MARGIN, UNTOUCHED);
        runBlock(threads);
        if (std::count(dynamicShared.end() - MARGIN, dynamicShared.end(), UNTOUCHED) != MARGIN) {
            fprintf(stderr, "a block writes beyond its shared memory\n");
            exit(1);
        }
    }
}
