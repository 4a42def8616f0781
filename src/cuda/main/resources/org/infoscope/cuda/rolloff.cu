// Roll-off of maps: what comes before and after cuFFT's transform. One block per map, of a power of two of threads.
//
// Everything is in double precision: maps are few bytes to read beside what it takes to bring them here, and with the error of
// double precision next to no map comes so close to a threshold that the processor has to decide.

#define MOST_THREADS 256

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

// Energy of a bin, as often as it stands in the full plane; a map of energy 1 has power 1. A negative `entry` marks the last
// bin of a shell.
__device__ double energyOf(const double2 *bins, int entry, int width, int area, int magnitudes, int withMean) {
    int bin = entry < 0 ? ~entry : entry;
    if (bin == 0 && !withMean) {
        return 0;
    }
    int columns = width / 2 + 1;
    int v = bin % columns;
    double weight = v == 0 || 2 * v == width ? 1 : 2;
    double2 f = bins[bin];
    double power = f.x * f.x + f.y * f.y;
    return weight * (magnitudes ? sqrt(power) : power) / area;
}

// The shell of each level: bins in the order of their radius are cut into as many runs as there are threads, runs are summed,
// what lies before each run is scanned, and each thread counts, in its run, the shells whose energy is below a threshold. The
// thresholds lie a margin below and above the one asked for; where they find different shells, the map is handed over.
extern "C" __global__ void shellsOfLevels(
        const double2 *spectra, const int *order, int bins, int binsInRegion, int height, int width, int magnitudes, int withMean,
        const double *levels, int levelCount, double margin, int *shells, int *status) {
    __shared__ double room[MOST_THREADS];
    const double2 *mine = spectra + (long long)blockIdx.x * height * (width / 2 + 1);
    int area = height * width;
    int t = threadIdx.x;
    int run = (binsInRegion + blockDim.x - 1) / blockDim.x;
    int from = min(t * run, binsInRegion);
    int to = min(from + run, binsInRegion);
    double within = 0;
    for (int k = from; k < to; k++) {
        within += energyOf(mine, order[k], width, area, magnitudes, withMean);
    }
    double beyond = 0;
    for (int k = binsInRegion + t; k < bins; k += blockDim.x) {
        beyond += energyOf(mine, order[k], width, area, magnitudes, withMean);
    }
    double total = sumOverBlock(within, room);
    double everything = total + sumOverBlock(beyond, room);
    __syncthreads();
    room[t] = within;
    for (int step = 1; step < blockDim.x; step *= 2) {
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
        for (int k = from; k < to; k++) {
            sum += energyOf(mine, order[k], width, area, magnitudes, withMean);
            if (order[k] < 0) {
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
