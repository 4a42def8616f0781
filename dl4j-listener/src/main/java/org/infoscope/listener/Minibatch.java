package org.infoscope.listener;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.infoscope.network.Detached;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of some examples: one per input and output, masks null where there are none.
 *
 * @param targets empty when training has no labels
 */
record Minibatch(
        List<INDArray> features,
        List<INDArray> targets,
        List<@Nullable INDArray> featureMasks,
        List<@Nullable INDArray> targetMasks) {

    int size() {
        return Math.toIntExact(features.get(0).size(0));
    }

    Minibatch detached() {
        return map(Detached::copy);
    }

    private Minibatch map(Function<INDArray, INDArray> change) {
        return new Minibatch(
                features.stream().map(change).toList(),
                targets.stream().map(change).toList(),
                mapNullable(featureMasks, change),
                mapNullable(targetMasks, change));
    }

    private static List<@Nullable INDArray> mapNullable(
            List<@Nullable INDArray> arrays, Function<INDArray, INDArray> change) {
        List<@Nullable INDArray> changed = new ArrayList<>();
        for (INDArray array : arrays) {
            changed.add(array == null ? null : change.apply(array));
        }
        return changed;
    }

    Minibatch example(int row) {
        return Detached.make(() -> map(array -> Examples.row(array, row)));
    }

    /** Whether an example can be stacked with another: equal shapes, or sequences that differ in length only. */
    boolean fits(Minibatch other) {
        return features.size() == other.features.size()
                && targets.size() == other.targets.size()
                && fit(features, other.features)
                && fit(targets, other.targets);
    }

    private static boolean fit(List<INDArray> some, List<INDArray> others) {
        for (int i = 0; i < some.size(); i++) {
            INDArray one = some.get(i);
            INDArray other = others.get(i);
            if (one.rank() != other.rank() || one.dataType() != other.dataType()) {
                return false;
            }
            boolean equal = Arrays.equals(one.shape(), other.shape());
            boolean sequences = one.rank() == 3 && (one.size(1) == other.size(1) || one.size(2) == other.size(2));
            if (!equal && !sequences) {
                return false;
            }
        }
        return true;
    }

    /** Whether a sequence has no step at all. */
    boolean fullyMasked() {
        for (INDArray mask : featureMasks) {
            if (mask != null && mask.sumNumber().doubleValue() == 0) {
                return true;
            }
        }
        return false;
    }

    /** Windows of the same sequences, put together in time. */
    static Minibatch joined(List<Minibatch> windows) {
        Minibatch first = windows.get(0);
        if (windows.size() == 1) {
            return first;
        }
        return Detached.make(() -> new Minibatch(
                overTime(windows.stream().map(Minibatch::features).toList()),
                overTime(windows.stream().map(Minibatch::targets).toList()),
                masksOverTime(windows.stream().map(Minibatch::featureMasks).toList()),
                masksOverTime(windows.stream().map(Minibatch::targetMasks).toList())));
    }

    private static List<INDArray> overTime(List<List<INDArray>> windows) {
        List<INDArray> joined = new ArrayList<>();
        for (int i = 0; i < windows.get(0).size(); i++) {
            int index = i;
            INDArray first = windows.get(0).get(i);
            joined.add(
                    first.rank() == 3
                            ? Nd4j.concat(
                                    2,
                                    windows.stream()
                                            .map(window -> window.get(index))
                                            .toArray(INDArray[]::new))
                            : first);
        }
        return joined;
    }

    private static List<@Nullable INDArray> masksOverTime(List<List<@Nullable INDArray>> windows) {
        List<@Nullable INDArray> joined = new ArrayList<>();
        for (int i = 0; i < windows.get(0).size(); i++) {
            List<INDArray> parts = new ArrayList<>();
            for (List<@Nullable INDArray> window : windows) {
                INDArray mask = window.get(i);
                if (mask != null) {
                    parts.add(mask);
                }
            }
            joined.add(parts.size() == windows.size() ? Nd4j.concat(1, parts.toArray(INDArray[]::new)) : null);
        }
        return joined;
    }

    /** Single examples as one minibatch; sequences are padded to equal length and masked. */
    static Minibatch stacked(List<Minibatch> examples) {
        return Detached.make(() -> {
            Stack features = Stack.of(
                    examples.stream().map(Minibatch::features).toList(),
                    examples.stream().map(Minibatch::featureMasks).toList());
            Stack targets = Stack.of(
                    examples.stream().map(Minibatch::targets).toList(),
                    examples.stream().map(Minibatch::targetMasks).toList());
            return new Minibatch(features.arrays(), targets.arrays(), features.masks(), targets.masks());
        });
    }

    Probe probe(String description) {
        return Probe.of(
                features.toArray(INDArray[]::new),
                targets.toArray(INDArray[]::new),
                featureMasks.toArray(INDArray[]::new),
                targetMasks.toArray(INDArray[]::new),
                description);
    }

    /** Arrays of examples on top of each other, with the masks that tell padding from data. */
    private record Stack(List<INDArray> arrays, List<@Nullable INDArray> masks) {

        static Stack of(List<List<INDArray>> examples, List<List<@Nullable INDArray>> masks) {
            Stack stack = new Stack(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < examples.get(0).size(); i++) {
                List<INDArray> parts = new ArrayList<>();
                List<@Nullable INDArray> partMasks = new ArrayList<>();
                for (int row = 0; row < examples.size(); row++) {
                    parts.add(examples.get(row).get(i));
                    partMasks.add(i < masks.get(row).size() ? masks.get(row).get(i) : null);
                }
                stack.add(parts, partMasks);
            }
            return stack;
        }

        private void add(List<INDArray> parts, List<@Nullable INDArray> partMasks) {
            int time = timeAxis(parts);
            boolean masked = partMasks.stream().anyMatch(mask -> mask != null);
            if (time < 0) {
                arrays.add(Nd4j.concat(0, parts.toArray(INDArray[]::new)));
                masks.add(masked ? stackedMasks(parts, partMasks, parts.get(0).rank() - 1) : null);
                return;
            }
            long longest =
                    parts.stream().mapToLong(part -> part.size(time)).max().orElseThrow();
            arrays.add(Nd4j.concat(
                    0, parts.stream().map(part -> padded(part, time, longest)).toArray(INDArray[]::new)));
            masks.add(stackedMasks(parts, partMasks, time));
        }

        /** The axis in which sequences differ; -1 when all have one shape. */
        private static int timeAxis(List<INDArray> parts) {
            INDArray first = parts.get(0);
            for (INDArray part : parts) {
                for (int axis = first.rank() - 1; axis > 0; axis--) {
                    if (part.size(axis) != first.size(axis)) {
                        return axis;
                    }
                }
            }
            return -1;
        }

        private static INDArray stackedMasks(List<INDArray> parts, List<@Nullable INDArray> masks, int time) {
            long longest = 0;
            for (int i = 0; i < parts.size(); i++) {
                INDArray mask = masks.get(i);
                longest = Math.max(longest, mask == null ? parts.get(i).size(time) : mask.size(1));
            }
            List<INDArray> rows = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                INDArray mask = masks.get(i);
                INDArray part = parts.get(i);
                rows.add(padded(mask == null ? Nd4j.ones(part.dataType(), 1, part.size(time)) : mask, 1, longest));
            }
            return Nd4j.concat(0, rows.toArray(INDArray[]::new));
        }

        private static INDArray padded(INDArray part, int axis, long length) {
            long missing = length - part.size(axis);
            if (missing == 0) {
                return part;
            }
            long[] shape = part.shape().clone();
            shape[axis] = missing;
            return Nd4j.concat(axis, part, Nd4j.zeros(part.dataType(), shape));
        }
    }
}
