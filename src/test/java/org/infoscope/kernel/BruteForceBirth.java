package org.infoscope.kernel;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The definition, literally: at every level the graph is built anew and beta_1 = E - rank d1 - rank d2 comes from the
 * boundary matrices over GF(2). Shares nothing with the code under test.
 */
final class BruteForceBirth {

    private BruteForceBirth() {}

    static int of(double[][] map) {
        int m = Math.max(map.length, map[0].length);
        double[][] s = new double[m][m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                s[i][j] = Math.max(pixel(map, i, j), pixel(map, j, i));
            }
        }
        double[] levels = Arrays.stream(s)
                .flatMapToDouble(Arrays::stream)
                .filter(value -> value > Double.NEGATIVE_INFINITY)
                .map(value -> value + 0.0)
                .distinct()
                .sorted()
                .toArray();
        int rank = 0;
        for (int k = levels.length - 1; k >= 0; k--) {
            double value = levels[k];
            if (offDiagonal(s, value)) {
                rank++;
                if (beta1(s, value) > 0) {
                    return rank;
                }
            }
        }
        return 0;
    }

    private static double pixel(double[][] map, int i, int j) {
        return i < map.length && j < map[0].length ? map[i][j] : Double.NEGATIVE_INFINITY;
    }

    private static boolean offDiagonal(double[][] s, double value) {
        for (int i = 0; i < s.length; i++) {
            for (int j = 0; j < i; j++) {
                if (s[i][j] == value) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int beta1(double[][] s, double threshold) {
        int m = s.length;
        int edges = 0;
        RowSpace boundaries1 = new RowSpace();
        RowSpace boundaries2 = new RowSpace();
        for (int i = 0; i < m; i++) {
            for (int j = i + 1; j < m; j++) {
                if (s[i][j] >= threshold) {
                    edges++;
                    boundaries1.add(i, j);
                }
            }
        }
        for (int i = 0; i < m; i++) {
            for (int j = i + 1; j < m; j++) {
                for (int k = j + 1; k < m && s[i][j] >= threshold; k++) {
                    if (s[i][k] >= threshold && s[j][k] >= threshold) {
                        boundaries2.add(i * m + j, i * m + k, j * m + k);
                    }
                }
            }
        }
        return edges - boundaries1.rank() - boundaries2.rank();
    }

    /** Grows by Gaussian elimination over GF(2). */
    private static final class RowSpace {
        private final Map<Integer, BitSet> pivots = new HashMap<>();

        void add(int... bits) {
            BitSet row = new BitSet();
            for (int bit : bits) {
                row.set(bit);
            }
            while (!row.isEmpty()) {
                int pivot = row.nextSetBit(0);
                BitSet other = pivots.get(pivot);
                if (other == null) {
                    pivots.put(pivot, row);
                    return;
                }
                row.xor(other);
            }
        }

        int rank() {
            return pivots.size();
        }
    }
}
