// Diffusion matrices: what comes between the samples and cuBLAS's products, and between these and cuSOLVER's eigenvalues. Blocks
// of 256 threads. Everything is in double precision, and no sum depends on the order in which blocks run: the same samples give
// the same matrix, bit by bit.
//
// Squared distances are the lower triangle of an n x n matrix, row after row.

#define THREADS 256

// Below this share of |z_i|^2 + |z_j|^2 a distance is summed from differences.
#define CANCELLATION 1e-3

// Columns and rows that a block centres at a time.
#define COLUMNS 32
#define GROUPS (THREADS / COLUMNS)

// Rows and columns of pairs whose differences a block sums.
#define TILE 16

// The sum over all threads, for all threads.
__device__ double sumOfBlock(double mine, double *room) {
    int t = threadIdx.x;
    __syncthreads();
    room[t] = mine;
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (t < half) {
            room[t] += room[t + half];
        }
        __syncthreads();
    }
    return room[0];
}

// One block per row: its values over its divisor.
template <typename T>
__device__ void quotients(const T *samples, int columns, const double *divisors, double *block) {
    long long start = (long long)blockIdx.x * columns;
    for (int k = threadIdx.x; k < columns; k += THREADS) {
        block[start + k] = (double)samples[start + k] / divisors[blockIdx.x];
    }
}

extern "C" __global__ void quotientsOfFloats(const float *samples, int columns, const double *divisors, double *block) {
    quotients(samples, columns, divisors, block);
}

extern "C" __global__ void quotientsOfDoubles(const double *samples, int columns, const double *divisors, double *block) {
    quotients(samples, columns, divisors, block);
}

// One block per 32 columns: subtracts their means.
extern "C" __global__ void centre(double *block, int rows, int columns) {
    __shared__ double room[THREADS];
    int group = threadIdx.x / COLUMNS;
    int column = blockIdx.x * COLUMNS + threadIdx.x % COLUMNS;
    double sum = 0;
    for (int i = group; column < columns && i < rows; i += GROUPS) {
        sum += block[(long long)i * columns + column];
    }
    room[threadIdx.x] = sum;
    __syncthreads();
    double mean = 0;
    for (int g = 0; g < GROUPS; g++) {
        mean += room[g * COLUMNS + threadIdx.x % COLUMNS];
    }
    mean /= rows;
    for (int i = group; column < columns && i < rows; i += GROUPS) {
        block[(long long)i * columns + column] -= mean;
    }
}

// Squared norms of the centred rows: the diagonal of their products.
extern "C" __global__ void diagonal(const double *matrix, int n, double *values) {
    int i = blockIdx.x * THREADS + threadIdx.x;
    if (i < n) {
        values[i] = matrix[(long long)i * n + i];
    }
}

// One block per row: products become squared distances. Where that would lose digits there is -0 instead, and `lost` tells how
// many there are.
extern "C" __global__ void squaredDistances(double *matrix, int n, const double *norms, int *lost) {
    __shared__ double room[THREADS];
    int i = blockIdx.x;
    double *row = matrix + (long long)i * n;
    double cancelled = 0;
    for (int j = threadIdx.x; j < i; j += THREADS) {
        double sum = norms[i] + norms[j];
        double squared = sum - 2 * row[j];
        bool kept = squared > CANCELLATION * sum;
        row[j] = kept ? squared : -0.0;
        cancelled += kept ? 0 : 1;
    }
    cancelled = sumOfBlock(cancelled, room);
    if (threadIdx.x == 0) {
        row[i] = 0;
        atomicAdd(lost, (int)cancelled);
    }
}

// One block per tile of pairs: where a distance is marked by its sign, the squared differences of these columns are subtracted, so
// that it stays marked. The values are not centred: the difference of near numbers is exact.
extern "C" __global__ void squaredDifferences(const double *block, int n, int columns, double *matrix) {
    __shared__ double above[TILE][TILE + 1];
    __shared__ double left[TILE][TILE + 1];
    __shared__ int any;
    int tiles = (n + TILE - 1) / TILE;
    int down = blockIdx.x / tiles * TILE;
    int across = blockIdx.x % tiles * TILE;
    if (across > down) {
        return;
    }
    int u = threadIdx.x / TILE;
    int v = threadIdx.x % TILE;
    int i = down + u;
    int j = across + v;
    bool marked = i < n && j < i && __double_as_longlong(matrix[(long long)i * n + j]) < 0;
    if (threadIdx.x == 0) {
        any = 0;
    }
    __syncthreads();
    if (marked) {
        any = 1;
    }
    __syncthreads();
    if (any == 0) {
        return;
    }
    double sum = 0;
    for (int from = 0; from < columns; from += TILE) {
        bool inside = from + v < columns;
        left[u][v] = inside && down + u < n ? block[(long long)(down + u) * columns + from + v] : 0;
        above[u][v] = inside && across + u < n ? block[(long long)(across + u) * columns + from + v] : 0;
        __syncthreads();
        for (int k = 0; k < TILE; k++) {
            double difference = left[u][k] - above[v][k];
            sum += difference * difference;
        }
        __syncthreads();
    }
    if (marked) {
        matrix[(long long)i * n + j] -= sum;
    }
}

// One block per row: takes the marks away.
extern "C" __global__ void unmarked(double *matrix, int n) {
    double *row = matrix + (long long)blockIdx.x * n;
    for (int j = threadIdx.x; j < blockIdx.x; j += THREADS) {
        row[j] = fabs(row[j]);
    }
}

// One block per row: among the squared distances whose bits above the eight in question are `prefix`, how many have which eight.
// Bits of numbers that are not negative are in the order of these numbers.
extern "C" __global__ void digits(const double *matrix, int n, long long prefix, int shift, int *counts) {
    __shared__ int found[THREADS];
    const double *row = matrix + (long long)blockIdx.x * n;
    found[threadIdx.x] = 0;
    __syncthreads();
    for (int j = threadIdx.x; j < blockIdx.x; j += THREADS) {
        long long bits = __double_as_longlong(row[j]);
        if (bits >> shift >> 8 == prefix) {
            atomicAdd(&found[(int)(bits >> shift & 255)], 1);
        }
    }
    __syncthreads();
    if (found[threadIdx.x] > 0) {
        atomicAdd(&counts[threadIdx.x], found[threadIdx.x]);
    }
}

// One block per row of a subset, which is ascending: Gaussians of its distances, 1 for equal rows whatever the exponent, and the
// row's sum.
extern "C" __global__ void gaussians(
        const double *squared, int n, const int *subset, int size, double exponent, double *matrix, double *sums) {
    __shared__ double room[THREADS];
    int i = blockIdx.x;
    double *row = matrix + (long long)i * size;
    double sum = 0;
    for (int j = threadIdx.x; j < size; j += THREADS) {
        int low = subset[j < i ? j : i];
        int high = subset[j < i ? i : j];
        double distance = squared[(long long)high * n + low];
        double value = low == high || distance == 0 ? 1 : exp(distance * exponent);
        row[j] = value;
        sum += value;
    }
    sum = sumOfBlock(sum, room);
    if (threadIdx.x == 0) {
        sums[i] = sum;
    }
}

extern "C" __global__ void powers(double *values, int size, double exponent) {
    int i = blockIdx.x * THREADS + threadIdx.x;
    if (i < size) {
        values[i] = exponent == -0.5 ? 1 / sqrt(values[i]) : pow(values[i], exponent);
    }
}

// One block per row: entries times the factors of their row and column. To the sums go what the next step asks for: the rows' sums,
// and their squares' for the check of eigenvalues.
extern "C" __global__ void scaled(double *matrix, int size, const double *factors, double *sums, double *squares) {
    __shared__ double room[THREADS];
    int i = blockIdx.x;
    double *row = matrix + (long long)i * size;
    double sum = 0;
    double square = 0;
    for (int j = threadIdx.x; j < size; j += THREADS) {
        double value = row[j] * (factors[i] * factors[j]);
        row[j] = value;
        sum += value;
        square += value * value;
    }
    sum = sumOfBlock(sum, room);
    square = sumOfBlock(square, room);
    if (threadIdx.x == 0) {
        sums[i] = sum;
        squares[i] = square;
    }
}
