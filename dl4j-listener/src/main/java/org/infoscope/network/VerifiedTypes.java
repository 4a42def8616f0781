package org.infoscope.network;

import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.RepeatVector;
import org.deeplearning4j.nn.layers.convolution.CnnLossLayer;
import org.deeplearning4j.nn.layers.convolution.Convolution1DLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.Cropping1DLayer;
import org.deeplearning4j.nn.layers.convolution.Cropping2DLayer;
import org.deeplearning4j.nn.layers.convolution.Deconvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.DepthwiseConvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.SeparableConvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.SpaceToDepth;
import org.deeplearning4j.nn.layers.convolution.ZeroPadding1DLayer;
import org.deeplearning4j.nn.layers.convolution.ZeroPaddingLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.Subsampling1DLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.convolution.upsampling.Upsampling1D;
import org.deeplearning4j.nn.layers.convolution.upsampling.Upsampling2D;
import org.deeplearning4j.nn.layers.feedforward.PReLU;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.layers.feedforward.elementwise.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingLayer;
import org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.normalization.LocalResponseNormalization;
import org.deeplearning4j.nn.layers.pooling.GlobalPoolingLayer;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.layers.recurrent.MaskZeroLayer;
import org.deeplearning4j.nn.layers.recurrent.RnnLossLayer;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.layers.recurrent.TimeDistributedLayer;
import org.deeplearning4j.nn.layers.training.CenterLossOutputLayer;
import org.deeplearning4j.nn.layers.util.MaskLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/**
 * The layers, vertices, preprocessors and activation functions whose derivative is known to be right: each is compared with
 * central differences in the tests. Everything else is declined with a reason, by exact type, since a subclass may compute
 * something else. The length of this file is that of the list.
 */
final class VerifiedTypes {

    private static final Set<Class<?>> LAYERS = Set.of(
            ActivationLayer.class,
            BatchNormalization.class,
            CenterLossOutputLayer.class,
            CnnLossLayer.class,
            Convolution1DLayer.class,
            ConvolutionLayer.class,
            Cropping1DLayer.class,
            Cropping2DLayer.class,
            Deconvolution2DLayer.class,
            DenseLayer.class,
            DepthwiseConvolution2DLayer.class,
            DropoutLayer.class,
            ElementWiseMultiplicationLayer.class,
            GlobalPoolingLayer.class,
            LSTM.class,
            LocalResponseNormalization.class,
            LossLayer.class,
            MaskLayer.class,
            OutputLayer.class,
            PReLU.class,
            RepeatVector.class,
            RnnLossLayer.class,
            RnnOutputLayer.class,
            SeparableConvolution2DLayer.class,
            SimpleRnn.class,
            SpaceToDepth.class,
            Subsampling1DLayer.class,
            SubsamplingLayer.class,
            Upsampling1D.class,
            Upsampling2D.class,
            ZeroPadding1DLayer.class,
            ZeroPaddingLayer.class);

    private static final Set<Class<?>> WRAPPERS =
            Set.of(LastTimeStepLayer.class, MaskZeroLayer.class, TimeDistributedLayer.class);

    private static final Set<Class<?>> EITHER_WAY = Set.of(
            org.deeplearning4j.nn.conf.layers.LSTM.class, org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn.class);

    private static final Set<Class<?>> VERTICES = Set.of(
            DuplicateToTimeSeriesVertex.class,
            ElementWiseVertex.class,
            L2NormalizeVertex.class,
            L2Vertex.class,
            LastTimeStepVertex.class,
            MergeVertex.class,
            PoolHelperVertex.class,
            ReshapeVertex.class,
            ReverseTimeSeriesVertex.class,
            ScaleVertex.class,
            ShiftVertex.class,
            StackVertex.class,
            SubsetVertex.class,
            UnstackVertex.class);

    private static final Set<Class<?>> PREPROCESSORS = Set.of(
            CnnToFeedForwardPreProcessor.class,
            CnnToRnnPreProcessor.class,
            FeedForwardToCnnPreProcessor.class,
            FeedForwardToRnnPreProcessor.class,
            RnnToCnnPreProcessor.class,
            RnnToFeedForwardPreProcessor.class);

    private static final Set<Class<?>> ACTIVATIONS = Set.of(
            ActivationCube.class,
            ActivationELU.class,
            ActivationGELU.class,
            ActivationHardSigmoid.class,
            ActivationHardTanH.class,
            ActivationIdentity.class,
            ActivationLReLU.class,
            ActivationMish.class,
            ActivationRationalTanh.class,
            ActivationReLU.class,
            ActivationReLU6.class,
            ActivationRectifiedTanh.class,
            ActivationSELU.class,
            ActivationSigmoid.class,
            ActivationSoftPlus.class,
            ActivationSoftSign.class,
            ActivationSoftmax.class,
            ActivationSwish.class,
            ActivationTanH.class,
            ActivationThresholdedReLU.class);

    private VerifiedTypes() {}

    /** Why a layer is not differentiated; null when it is. */
    static @Nullable String unsupported(Layer layer) {
        if (layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer) {
            return "Its input are ids, not real numbers";
        } else if (layer instanceof BidirectionalLayer) {
            return unsupported((Bidirectional) layer.conf().getLayer());
        } else if (WRAPPERS.contains(layer.getClass())) {
            return unsupported(((BaseWrapperLayer) layer).getUnderlying());
        } else if (!LAYERS.contains(layer.getClass())) {
            return notVerified("layers", layer);
        }
        org.deeplearning4j.nn.conf.layers.Layer configuration = layer.conf().getLayer();
        return configuration instanceof BaseLayer base && base.getActivationFn() != null
                ? unsupported(base.getActivationFn())
                : configuration instanceof org.deeplearning4j.nn.conf.layers.ActivationLayer activation
                        ? unsupported(activation.getActivationFn())
                        : null;
    }

    private static @Nullable String unsupported(Bidirectional layer) {
        Object inside = layer.getFwd();
        if (!EITHER_WAY.contains(inside.getClass())) {
            return notVerified("layers", inside);
        }
        return unsupported(((BaseLayer) inside).getActivationFn());
    }

    private static @Nullable String unsupported(IActivation activation) {
        return ACTIVATIONS.contains(activation.getClass()) ? null : notVerified("activation functions", activation);
    }

    /** Why a vertex without a layer is not differentiated; null when it is. */
    static @Nullable String unsupported(GraphVertex vertex) {
        if (vertex instanceof FrozenVertex frozen) {
            return unsupported(frozen.getUnderlying());
        } else if (vertex instanceof PreprocessorVertex preprocessor) {
            return unsupported(preprocessor.getPreProcessor());
        }
        return VERTICES.contains(vertex.getClass()) ? null : notVerified("vertices", vertex);
    }

    /** Why a preprocessor is not differentiated; null when it is. */
    static @Nullable String unsupported(InputPreProcessor preProcessor) {
        if (preProcessor instanceof ComposableInputPreProcessor composed) {
            for (InputPreProcessor part : composed.getInputPreProcessors()) {
                String reason = unsupported(part);
                if (reason != null) {
                    return reason;
                }
            }
            return null;
        }
        return PREPROCESSORS.contains(preProcessor.getClass()) ? null : notVerified("preprocessors", preProcessor);
    }

    private static String notVerified(String kind, Object what) {
        return "The derivative of " + kind + " of type " + what.getClass().getSimpleName() + " is not verified";
    }
}
