// What the libraries compute, slowly and to the last digits.

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

struct Plan {
    int height, width, maps;
    void *stream, *work;
};

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

// Ten are many; without an end, rotations may turn the last rounding to and fro for ever.
#define MOST_SWEEPS 40

// Jacobi's rotations: slow, and right to the last digits.
static void eigenvalues(std::vector<double> a, int n, double *values) {
    double squares = 0;
    for (double entry : a) {
        squares += entry * entry;
    }
    double nothing = 1e-17 * sqrt(squares);
    bool rotated = true;
    for (int sweep = 0; sweep < MOST_SWEEPS && rotated; sweep++) {
        rotated = false;
        for (int p = 0; p < n; p++) {
            for (int q = p + 1; q < n; q++) {
                double off = a[p * n + q];
                if (!(fabs(off) > nothing)) {
                    continue;
                }
                rotated = true;
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
