// First births of maps. One block per map, of a power of two of threads: a single warp for sides of up to 32, whose edges lie in
// shared memory, eight warps for longer ones.
//
// S_ij = max(U_ij, U_ji). Without ties, the first birth is the highest edge that joins two connected vertices without a common
// neighbour: one that is not in the maximum spanning tree (Prim's, which needs a vector per step and no sort) and for which no k
// has S_ik and S_jk above it. Both are comparisons of values, and only of those at or above the birth if that is what is found;
// a tie among these is handed over, ties below cannot matter. A last level that completes the graph bears nothing.

#define MOST_THREADS 256

// NVRTC has no math.h, and would warn of the overflow. Minus infinity is no edge; no comparison holds for NaN.
#pragma nv_diag_suppress 222
#define MISSING (-1e300 * 1e300)
#define IN_TREE (MISSING - MISSING)

// In place of a birth, beside 0 for none.
#define INVALID -1
#define HANDED -2

// For all threads the largest value of any of them; ties go to the smaller index.
template <typename T>
__device__ void highestOfBlock(T *value, int *index, T *values, int *indices) {
    int t = threadIdx.x;
    __syncthreads();
    values[t] = *value;
    indices[t] = *index;
    __syncthreads();
    for (int half = blockDim.x / 2; half > 0; half /= 2) {
        if (t < half && (values[t + half] > values[t] || (values[t + half] == values[t] && indices[t + half] < indices[t]))) {
            values[t] = values[t + half];
            indices[t] = indices[t + half];
        }
        __syncthreads();
    }
    *value = values[0];
    *index = indices[0];
}

// S without its diagonal, padded with missing edges; whether a pixel is NaN, and the lowest edge.
template <typename T>
__device__ bool loadEdges(const T *map, int height, int width, int side, T *edges, T *lowest, T *values, int *indices) {
    const T missing = (T)MISSING;
    T invalid = 0;
    T negated = missing;
    for (int k = threadIdx.x; k < side * side; k += blockDim.x) {
        int i = k / side;
        int j = k % side;
        T here = i < height && j < width ? map[i * width + j] : missing;
        T mirrored = j < height && i < width ? map[j * width + i] : missing;
        T edge = i == j ? missing : here > mirrored ? here : mirrored;
        edges[k] = edge;
        invalid = here != here ? 1 : invalid;
        negated = i != j && -edge > negated ? -edge : negated;
    }
    int unused = 0;
    highestOfBlock(&invalid, &unused, values, indices);
    highestOfBlock(&negated, &unused, values, indices);
    *lowest = -negated;
    return invalid == 0;
}

// Prim's maximum spanning tree from vertex 0: each vertex's neighbour on the way there, -1 where no edge leads there.
template <typename T>
__device__ void spanningTree(const T *edges, int side, T *reach, short *parents, T *values, int *indices) {
    const T missing = (T)MISSING;
    for (int j = threadIdx.x; j < side; j += blockDim.x) {
        reach[j] = missing;
        parents[j] = -1;
    }
    if (threadIdx.x == 0) {
        reach[0] = (T)IN_TREE;
    }
    int latest = 0;
    for (int step = 1; step < side; step++) {
        T best = missing;
        int next = side;
        __syncthreads();
        for (int j = threadIdx.x; j < side; j += blockDim.x) {
            T edge = edges[latest * side + j];
            if (edge > reach[j]) {
                reach[j] = edge;
                parents[j] = (short)latest;
            }
            if (reach[j] > best || (reach[j] == best && j < next)) {
                best = reach[j];
                next = j;
            }
        }
        highestOfBlock(&best, &next, values, indices);
        latest = next;
        __syncthreads();
        if (threadIdx.x == 0) {
            reach[latest] = (T)IN_TREE;
        }
    }
    __syncthreads();
}

// The highest edge above `lowest` that makes a cycle which nothing fills; missing if there is none.
template <typename T>
__device__ T highestCreator(const T *edges, int side, T lowest, const short *parents, T *values, int *indices) {
    T best = lowest;
    for (int k = threadIdx.x; k < side * side; k += blockDim.x) {
        int i = k / side;
        int j = k % side;
        T edge = edges[k];
        if (i < j && edge > best && parents[i] != j && parents[j] != i) {
            int via = 0;
            while (via < side && !(edges[i * side + via] > edge && edges[j * side + via] > edge)) {
                via++;
            }
            best = via == side ? edge : best;
        }
    }
    int unused = 0;
    highestOfBlock(&best, &unused, values, indices);
    return best;
}

// Sorts a power of two of values, ascending.
template <typename T>
__device__ void bitonicSort(T *list, int size) {
    for (int span = 2; span <= size; span *= 2) {
        for (int step = span / 2; step > 0; step /= 2) {
            __syncthreads();
            for (int k = threadIdx.x; k < size; k += blockDim.x) {
                int other = k ^ step;
                if (other > k) {
                    T low = list[k];
                    T high = list[other];
                    if ((k & span) == 0 ? low > high : low < high) {
                        list[k] = high;
                        list[other] = low;
                    }
                }
            }
        }
    }
    __syncthreads();
}

// How many edges lie at or above a birth, which is its level if they all differ; HANDED if not, or if the list is too short.
template <typename T>
__device__ int levelOf(const T *edges, int side, T birth, T lowest, T *list, int room, int *count, T *values, int *indices) {
    if (threadIdx.x == 0) {
        *count = 0;
    }
    __syncthreads();
    for (int k = threadIdx.x; k < side * side; k += blockDim.x) {
        T edge = edges[k];
        if (k / side < k % side && edge > lowest && edge >= birth) {
            int at = atomicAdd(count, 1);
            if (at < room) {
                list[at] = edge;
            }
        }
    }
    __syncthreads();
    int found = *count;
    if (found > room) {
        return HANDED;
    }
    int size = 1;
    while (size < found) {
        size *= 2;
    }
    for (int k = found + threadIdx.x; k < size; k += blockDim.x) {
        list[k] = (T)MISSING;
    }
    bitonicSort(list, size);
    T tied = 0;
    for (int k = size - found + 1 + threadIdx.x; k < size; k += blockDim.x) {
        tied = list[k] == list[k - 1] ? 1 : tied;
    }
    int unused = 0;
    highestOfBlock(&tied, &unused, values, indices);
    return tied != 0 ? HANDED : found;
}

template <typename T, int SIDE, int ROOM, bool SHARED>
__device__ void firstBirth(const T *maps, int height, int width, T *scratch, int *births) {
    __shared__ T own[SHARED ? SIDE * SIDE : 1];
    __shared__ T list[ROOM];
    __shared__ T reach[SIDE];
    __shared__ short parents[SIDE];
    __shared__ T values[SHARED ? 32 : MOST_THREADS];
    __shared__ int indices[SHARED ? 32 : MOST_THREADS];
    __shared__ int count;
    int side = height > width ? height : width;
    T *edges = SHARED ? own : scratch + (long long)blockIdx.x * side * side;
    T lowest;
    bool valid = loadEdges(maps + (long long)blockIdx.x * height * width, height, width, side, edges, &lowest, values, indices);
    int birth = INVALID;
    if (valid) {
        spanningTree(edges, side, reach, parents, values, indices);
        T highest = highestCreator(edges, side, lowest, parents, values, indices);
        birth = levelOf(edges, side, highest, lowest, list, ROOM, &count, values, indices);
        birth = birth != HANDED && highest == lowest ? 0 : birth;
    }
    if (threadIdx.x == 0) {
        births[blockIdx.x] = birth;
    }
}

extern "C" __global__ void birthsOfSmallFloats(const float *maps, int height, int width, float *scratch, int *births) {
    firstBirth<float, 32, 512, true>(maps, height, width, scratch, births);
}

extern "C" __global__ void birthsOfSmallDoubles(const double *maps, int height, int width, double *scratch, int *births) {
    firstBirth<double, 32, 512, true>(maps, height, width, scratch, births);
}

extern "C" __global__ void birthsOfLargeFloats(const float *maps, int height, int width, float *scratch, int *births) {
    firstBirth<float, 1024, 4096, false>(maps, height, width, scratch, births);
}

extern "C" __global__ void birthsOfLargeDoubles(const double *maps, int height, int width, double *scratch, int *births) {
    firstBirth<double, 1024, 4096, false>(maps, height, width, scratch, births);
}
