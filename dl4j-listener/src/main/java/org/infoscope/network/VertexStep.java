package org.infoscope.network;

import java.util.List;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex without a layer. */
final class VertexStep implements Step {

    private final GraphVertex vertex;
    private final @Nullable String unsupported;

    /**
     * Of a vertex.
     *
     * @param vertex to be run; one that is frozen passes gradients on
     * @param configuration tells what it is; null when that is not known
     */
    VertexStep(GraphVertex vertex, org.deeplearning4j.nn.conf.graph.@Nullable GraphVertex configuration) {
        this.vertex = vertex;
        this.unsupported = configuration == null ? "What it is is not known" : VerifiedTypes.unsupported(configuration);
    }

    @Override
    public @Nullable String unsupported() {
        return unsupported;
    }

    @Override
    public Mask mask(List<Mask> incoming, int rows) {
        @Nullable INDArray[] arrays = incoming.stream().map(Mask::array).toArray(INDArray[]::new);
        MaskState state = null;
        for (Mask mask : incoming) {
            if (state == null || state == MaskState.Passthrough) {
                state = mask.state();
            }
        }
        return Mask.of(vertex.feedForwardMaskArrays(arrays, state, rows));
    }

    @Override
    public INDArray forward(INDArray[] inputs, int rows) {
        for (int i = 0; i < inputs.length; i++) {
            vertex.setInput(i, inputs[i], Scratch.manager());
        }
        return vertex.doForward(false, Scratch.manager());
    }

    @Override
    public INDArray[] backward(INDArray epsilon, int rows) {
        vertex.setEpsilon(epsilon);
        return vertex.doBackward(false, Scratch.manager()).getSecond();
    }

    @Override
    public void clear() {
        vertex.clear();
    }
}
