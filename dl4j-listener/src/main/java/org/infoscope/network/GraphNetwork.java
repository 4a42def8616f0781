package org.infoscope.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A ComputationGraph, vertex by vertex in topological order. */
final class GraphNetwork implements Network {

    private final ComputationGraph graph;
    private final @Nullable Node[] byVertex;
    private final int[] lastUse;

    GraphNetwork(ComputationGraphConfiguration configuration, INDArray params) {
        configuration.setTrainingWorkspaceMode(WorkspaceMode.NONE);
        configuration.setInferenceWorkspaceMode(WorkspaceMode.NONE);
        configuration.getVertices().values().forEach(vertex -> {
            LayerVertex layer = layerOf(vertex);
            if (layer != null) {
                Inference.withoutNoise(layer.getLayerConf().getLayer());
            }
        });
        graph = new ComputationGraph(configuration);
        graph.init(params, false);
        byVertex = new Node[graph.getVertices().length];
        lastUse = new int[byVertex.length];
        int[] order = graph.topologicalSortOrder();
        for (int position = 0; position < order.length; position++) {
            GraphVertex vertex = graph.getVertices()[order[position]];
            if (!vertex.isInputVertex()) {
                byVertex[order[position]] = node(vertex.getVertexName(), configuration);
                for (VertexIndices input : vertex.getInputVertices()) {
                    lastUse[input.getVertexIndex()] = position;
                }
            }
        }
    }

    private static Node node(String name, ComputationGraphConfiguration configuration) {
        org.deeplearning4j.nn.conf.graph.GraphVertex vertex =
                configuration.getVertices().get(name);
        LayerVertex layer = vertex == null ? null : layerOf(vertex);
        return new Node(
                name,
                layer == null ? null : layer.getLayerConf().getLayer(),
                layer == null ? null : layer.getPreProcessor(),
                layer == null ? vertex : null,
                configuration.getVertexInputs().getOrDefault(name, List.of()),
                configuration.getNetworkOutputs().contains(name));
    }

    private static @Nullable LayerVertex layerOf(org.deeplearning4j.nn.conf.graph.GraphVertex vertex) {
        if (vertex instanceof FrozenVertex frozen) {
            return layerOf(frozen.getUnderlying());
        }
        return vertex instanceof LayerVertex layer ? layer : null;
    }

    @Override
    public List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        for (int index : graph.topologicalSortOrder()) {
            Node node = byVertex[index];
            if (node != null) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    @Override
    public List<String> inputs() {
        return graph.getConfiguration().getNetworkInputs();
    }

    @Override
    public List<String> outputs() {
        return graph.getConfiguration().getNetworkOutputs();
    }

    @Override
    public INDArray params() {
        return graph.params();
    }

    @Override
    public Step step(Node node) {
        GraphVertex vertex = graph.getVertex(node.name());
        return vertex.hasLayer()
                ? new LayerStep(vertex.getLayer(), node.preProcessor())
                : new VertexStep(vertex, node.vertex());
    }

    @Override
    public void begin(INDArray[] features, @Nullable INDArray[] masks) {
        graph.setInputs(features);
        // Some vertices ask the graph itself for the masks of its inputs.
        graph.setLayerMaskArrays(anyMask(masks) ? masks : null, null);
    }

    @Override
    public void end() {
        graph.clearLayerMaskArrays();
        graph.clear();
    }

    private static boolean anyMask(@Nullable INDArray[] masks) {
        return Arrays.stream(masks).anyMatch(mask -> mask != null);
    }

    @Override
    public void forward(INDArray[] features, @Nullable INDArray[] masks, Visitor visitor) {
        boolean masked = anyMask(masks);
        begin(features, masks);
        try {
            Pass pass = new Pass(Math.toIntExact(features[0].size(0)));
            int[] order = graph.topologicalSortOrder();
            for (int position = 0; position < order.length; position++) {
                int index = order[position];
                Node node = byVertex[index];
                if (node == null) {
                    pass.put(index, features[index], masks[index], masks[index] == null ? null : MaskState.Active);
                } else {
                    pass.compute(graph.getVertices()[index], node, masked);
                    visitor.visit(node, pass.activations(index), pass.mask(index, node));
                }
                pass.release(position);
            }
        } finally {
            end();
        }
    }

    /** What one forward pass has computed so far, by vertex. */
    private final class Pass {
        private final int rows;
        private final @Nullable INDArray[] activations = new INDArray[byVertex.length];
        private final @Nullable INDArray[] masks = new INDArray[byVertex.length];
        private final @Nullable MaskState[] states = new MaskState[byVertex.length];

        Pass(int rows) {
            this.rows = rows;
        }

        void put(int index, INDArray array, @Nullable INDArray mask, @Nullable MaskState state) {
            activations[index] = array;
            masks[index] = mask;
            states[index] = state;
        }

        INDArray activations(int index) {
            INDArray array = activations[index];
            if (array == null) {
                throw new IllegalStateException("Vertex " + index + " is used before it is computed");
            }
            return array;
        }

        /** Output layers let no mask out, but their steps are masked like their input. */
        @Nullable
        INDArray mask(int index, Node node) {
            VertexIndices[] inputs = graph.getVertices()[index].getInputVertices();
            INDArray own = masks[index];
            return own == null && node.output() ? masks[inputs[0].getVertexIndex()] : own;
        }

        void compute(GraphVertex vertex, Node node, boolean masked) {
            try {
                if (masked) {
                    feedMask(vertex);
                }
                activations[vertex.getVertexIndex()] = activate(vertex);
            } catch (RuntimeException failure) {
                throw new NodeFailure(node.name(), failure);
            }
        }

        /** The vertex's answer, a copy; the vertex keeps nothing. */
        @SuppressWarnings("try") // The scope is left by closing the resource; nothing in it is called.
        private INDArray activate(GraphVertex vertex) {
            try (Scratch scratch = Scratch.open()) {
                VertexIndices[] inputs = vertex.getInputVertices();
                for (int i = 0; i < inputs.length; i++) {
                    // A vertex may write into its input, which others use too: each gets its own copy.
                    INDArray input = activations(inputs[i].getVertexIndex());
                    vertex.setInput(i, input.dup(input.ordering()), Scratch.manager());
                }
                INDArray answer = Detached.same(vertex.doForward(false, Scratch.manager()));
                vertex.clear();
                return answer;
            }
        }

        /** As ComputationGraph.setLayerMaskArrays does, but the outcome is kept. */
        private void feedMask(GraphVertex vertex) {
            VertexIndices[] inputs = vertex.getInputVertices();
            @Nullable INDArray[] incoming = new INDArray[inputs.length];
            MaskState state = null;
            for (int i = 0; i < inputs.length; i++) {
                int from = inputs[i].getVertexIndex();
                incoming[i] = masks[from];
                if (state == null || state == MaskState.Passthrough) {
                    state = states[from];
                }
            }
            Pair<INDArray, MaskState> outgoing = vertex.feedForwardMaskArrays(incoming, state, rows);
            int index = vertex.getVertexIndex();
            masks[index] = outgoing == null ? null : outgoing.getFirst();
            states[index] = outgoing == null ? null : outgoing.getSecond();
        }

        /** Frees what no later vertex uses; the inputs are the caller's. */
        void release(int position) {
            int[] order = graph.topologicalSortOrder();
            for (int earlier = 0; earlier <= position; earlier++) {
                int index = order[earlier];
                INDArray array = activations[index];
                if (lastUse[index] <= position && array != null) {
                    activations[index] = null;
                    if (byVertex[index] != null) {
                        Detached.free(array);
                    }
                }
            }
        }
    }
}
