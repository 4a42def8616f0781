// Reads a question as numbers from the standard input and answers it with the kernels' sources, compiled for the processor.

#include "emulation.h"
#include "births.cu"
#undef HANDED
#undef MOST_THREADS
#include "rolloff.cu"

static double number() {
    double value;
    if (scanf("%lf", &value) != 1) {
        fprintf(stderr, "the question is too short\n");
        exit(1);
    }
    return value;
}

template <typename T>
static std::vector<T> numbers(size_t count) {
    std::vector<T> values(count);
    for (T &value : values) {
        value = (T)number();
    }
    return values;
}

// As cuFFT lays a real transform out: [height][width / 2 + 1].
static void transform(const double *map, int height, int width, double2 *bins) {
    for (int u = 0; u < height; u++) {
        for (int v = 0; v <= width / 2; v++) {
            double2 sum = {0, 0};
            for (int k = 0; k < height * width; k++) {
                double angle = 2 * M_PI * ((double)(u * (k / width) % height) / height + (double)(v * (k % width) % width) / width);
                sum.x += map[k] * cos(angle);
                sum.y -= map[k] * sin(angle);
            }
            bins[u * (width / 2 + 1) + v] = sum;
        }
    }
}

template <typename T, typename Kernel>
static void births(int count, int height, int width, int threads, Kernel small, Kernel large) {
    std::vector<T> maps = numbers<T>((size_t)count * height * width);
    std::vector<T> edges((size_t)count * std::max(height, width) * std::max(height, width));
    std::vector<int> found(count);
    launch(count, threads, [&] { (threads == 32 ? small : large)(maps.data(), height, width, edges.data(), found.data()); });
    for (int birth : found) {
        printf("%d\n", birth);
    }
}

template <typename T, typename Kernel>
static void rollOffs(int count, int height, int width, int threads, Kernel unitEnergyKernel) {
    int centred = (int)number();
    int magnitudes = (int)number();
    int staged = (int)number();
    int binsInRegion = (int)number();
    double margin = number();
    std::vector<double> levels = numbers<double>((size_t)number());
    int bins = height * (width / 2 + 1);
    std::vector<int> order = numbers<int>((binsInRegion + threads - 1) / threads * threads);
    std::vector<T> maps = numbers<T>((size_t)count * height * width);
    std::vector<double> unit(maps.size()), shares(count);
    std::vector<int> active(count), status(count), shells(count * levels.size());
    launch(count, threads, [&] {
        unitEnergyKernel(maps.data(), height * width, centred, unit.data(), shares.data(), active.data(), status.data());
    });
    std::vector<double2> spectra((size_t)count * bins);
    for (int m = 0; m < count; m++) {
        transform(&unit[(size_t)m * height * width], height, width, &spectra[(size_t)m * bins]);
    }
    auto shellsKernel = [&] {
        shellsOfLevels(
                spectra.data(), staged, order.data(), bins, binsInRegion, height, width, magnitudes, !centred, levels.data(),
                (int)levels.size(), margin, shells.data(), status.data());
    };
    launch(count, threads, shellsKernel, staged * bins * (int)sizeof(double));
    for (int m = 0; m < count; m++) {
        printf("%d %.17g %d", status[m], shares[m], active[m]);
        for (size_t p = 0; p < levels.size(); p++) {
            printf(" %d", shells[m * levels.size() + p]);
        }
        printf("\n");
    }
}

int main() {
    bool askedForBirths = number() == 1;
    bool single = number() == 1;
    int count = (int)number();
    int height = (int)number();
    int width = (int)number();
    int threads = (int)number();
    if (askedForBirths) {
        single ? births<float>(count, height, width, threads, birthsOfSmallFloats, birthsOfLargeFloats)
               : births<double>(count, height, width, threads, birthsOfSmallDoubles, birthsOfLargeDoubles);
    } else {
        single ? rollOffs<float>(count, height, width, threads, unitEnergyOfFloats)
               : rollOffs<double>(count, height, width, threads, unitEnergyOfDoubles);
    }
    return 0;
}
