package org.infoscope.network;

import java.util.List;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex without a layer. */
final class VertexStep implements Step {

    private final GraphVertex vertex;

    VertexStep(GraphVertex vertex) {
        this.vertex = vertex;
    }

    @Override
    public @Nullable String unsupported() {
        return VerifiedTypes.unsupported(vertex);
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
            vertex.setInput(i, inputs[i], LayerWorkspaceMgr.noWorkspaces());
        }
        return vertex.doForward(false, LayerWorkspaceMgr.noWorkspaces());
    }

    @Override
    public INDArray[] backward(INDArray epsilon, int rows) {
        vertex.setEpsilon(epsilon);
        return vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond();
    }

    @Override
    public void clear() {
        vertex.clear();
    }
}
