// Roll-off of maps: what comes before and after cuFFT's transform. One block per map, of a power of two of threads.
//
// Everything is in double precision: maps are few bytes to read beside what it takes to bring them here, and with the error of
// double precision next to no map comes so close to a threshold that the processor has to decide.

#define MOST_THREADS 256

// As much as the launch says.
#ifndef DYNAMIC_SHARED
#define DYNAMIC_SHARED(type, name) extern __shared__ type name[]
#endif

// Why a map is not answered here: bits of `status`.
#define NOTHING 1
#define HANDED 2

// Sums of squares outside of these leave too few exact digits.
#define SMALLEST 1e-200
#define LARGEST 1e200
#define MOSTLY_MEAN 0.999
#define LITTLE 1e-3
#define PARSEVAL 1e-9

// The sum over all threads, for all threads.
__device__ double sumOverBlock(double mine, double *room) {
    int t = threadIdx.x;
    __syncthreads();
    room[t] = mine;
    __syncthreads();
    for (int half = blockDim.x / 2; half > 0; half /= 2) {
        if (t < half) {
            room[t] += room[t + half];
        }
        __syncthreads();
    }
    return room[0];
}

// Maps of energy 1, centred if asked, the share of the mean in the power, and the number of pixels that are not 0.
template <typename T>
__device__ void unitEnergy(const T *maps, int area, int centred, double *unit, double *dcShares, int *active, int *status) {
    __shared__ double room[MOST_THREADS];
    const T *map = maps + (long long)blockIdx.x * area;
    double *target = unit + (long long)blockIdx.x * area;
    double sum = 0;
    double squares = 0;
    double nonZero = 0;
    for (int k = threadIdx.x; k < area; k += blockDim.x) {
        double x = map[k];
        sum += x;
        squares += x * x;
        nonZero += x != 0 ? 1 : 0;
    }
    sum = sumOverBlock(sum, room);
    squares = sumOverBlock(squares, room);
    nonZero = sumOverBlock(nonZero, room);
    double dcShare = sum / area * sum / squares;
    bool ordinary = squares > SMALLEST && squares < LARGEST && !(centred && !(dcShare <= MOSTLY_MEAN));
    double mean = ordinary && centred ? sum / area : 0;
    double factor = ordinary ? 1 / sqrt(squares * (centred ? 1 - dcShare : 1)) : 0;
    for (int k = threadIdx.x; k < area; k += blockDim.x) {
        target[k] = ordinary ? ((double)map[k] - mean) * factor : 0;
    }
    if (threadIdx.x == 0) {
        dcShares[blockIdx.x] = dcShare;
        active[blockIdx.x] = (int)nonZero;
        status[blockIdx.x] = nonZero == 0 ? NOTHING : ordinary ? 0 : HANDED;
    }
}

extern "C" __global__ void unitEnergyOfFloats(
        const float *maps, int area, int centred, double *unit, double *dcShares, int *active, int *status) {
    unitEnergy(maps, area, centred, unit, dcShares, active, status);
}

extern "C" __global__ void unitEnergyOfDoubles(
        const double *maps, int area, int centred, double *unit, double *dcShares, int *active, int *status) {
    unitEnergy(maps, area, centred, unit, dcShares, active, status);
}

// Energy of a bin, as often as it stands in the full plane; with `share` one over the pixels, a map of energy 1 has power 1.
__device__ double energyOf(const double2 *bins, int bin, int width, double share, int magnitudes, int withMean) {
    if (bin == 0 && !withMean) {
        return 0;
    }
    int columns = width / 2 + 1;
    int v = bin % columns;
    double weight = v == 0 || 2 * v == width ? share : 2 * share;
    double2 f = bins[bin];
    double power = f.x * f.x + f.y * f.y;
    return weight * (magnitudes ? sqrt(power) : power);
}

// The shell of each level: bins in the order of their radius are cut into as many runs as there are threads, runs are summed,
// what lies before each run is scanned, and each thread counts, in its run, the shells whose energy is below a threshold. The
// thresholds lie a margin below and above the one asked for; where they find different shells, the map is handed over.
//
// The k-th entry of run t stands at k threads + t of `order`, so that threads side by side read side by side; it is negative, the
// complement of its bin, where a shell ends. Spectra are read once, in the order in which they lie: `staged`, their energies wait
// in shared memory, which the runs read in no order at all. Where they do not fit they are computed anew each time.
extern "C" __global__ void shellsOfLevels(
        const double2 *spectra, int staged, const int *order, int bins, int binsInRegion, int height, int width, int magnitudes,
        int withMean, const double *levels, int levelCount, double margin, int *shells, int *status) {
    __shared__ double room[MOST_THREADS];
    DYNAMIC_SHARED(double, energies);
    const double2 *mine = spectra + (long long)blockIdx.x * bins;
    double share = 1 / ((double)height * width);
    int t = threadIdx.x;
    int threads = blockDim.x;
    double all = 0;
    for (int bin = t; bin < bins; bin += threads) {
        double energy = energyOf(mine, bin, width, share, magnitudes, withMean);
        if (staged) {
            energies[bin] = energy;
        }
        all += energy;
    }
    // Its barriers also let every thread see what the others have staged.
    double everything = sumOverBlock(all, room);
    int longest = (binsInRegion + threads - 1) / threads;
    int run = max(0, min(longest, binsInRegion - t * longest));
    double within = 0;
    for (int k = 0; k < run; k++) {
        int entry = order[k * threads + t];
        int bin = entry < 0 ? ~entry : entry;
        within += staged ? energies[bin] : energyOf(mine, bin, width, share, magnitudes, withMean);
    }
    double total = sumOverBlock(within, room);
    __syncthreads();
    room[t] = within;
    for (int step = 1; step < threads; step *= 2) {
        __syncthreads();
        double before = t >= step ? room[t - step] : 0;
        __syncthreads();
        room[t] += before;
    }
    __syncthreads();
    double offset = t == 0 ? 0 : room[t - 1];
    bool open = total < LITTLE * everything || (!magnitudes && !(fabs(everything - 1) <= PARSEVAL)) || !(everything > 0);
    for (int p = 0; p < levelCount; p++) {
        double enough = levels[p] * (1 - 1e-9) * total;
        double sum = offset;
        double surely = 0;
        double perhaps = 0;
        for (int k = 0; k < run; k++) {
            int entry = order[k * threads + t];
            int bin = entry < 0 ? ~entry : entry;
            sum += staged ? energies[bin] : energyOf(mine, bin, width, share, magnitudes, withMean);
            if (entry < 0) {
                surely += sum < enough - margin ? 1 : 0;
                perhaps += sum < enough + margin ? 1 : 0;
            }
        }
        surely = sumOverBlock(surely, room);
        perhaps = sumOverBlock(perhaps, room);
        open = open || surely != perhaps;
        if (t == 0) {
            shells[blockIdx.x * levelCount + p] = (int)surely;
        }
    }
    if (t == 0 && open && status[blockIdx.x] == 0) {
        status[blockIdx.x] = HANDED;
    }
}
