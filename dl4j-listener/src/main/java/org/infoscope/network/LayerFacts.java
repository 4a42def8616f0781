package org.infoscope.network;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.jspecify.annotations.Nullable;

/** What a layer's configuration says of the form of its activations. */
final class LayerFacts {

    private LayerFacts() {}

    /** The layer inside its wrappers. */
    static Layer unwrapped(Layer layer) {
        if (layer instanceof BaseWrapperLayer wrapper) {
            return unwrapped(wrapper.getUnderlying());
        }
        return layer instanceof FrozenLayer frozen ? unwrapped(frozen.getLayer()) : layer;
    }

    /**
     * Whether a layer gives NHWC or NWC.
     *
     * @return null when it keeps its input's format
     */
    static @Nullable Boolean channelsLast(Layer layer) {
        if (layer instanceof TimeDistributed distributed) {
            return distributed.getRnnDataFormat() == RNNFormat.NWC;
        }
        if (layer instanceof BaseWrapperLayer || layer instanceof FrozenLayer) {
            return channelsLast(unwrapped(layer));
        }
        RNNFormat steps = stepFormat(layer);
        if (steps != null) {
            return steps == RNNFormat.NWC;
        }
        CNN2DFormat maps = mapFormat(layer);
        return maps == null ? null : maps == CNN2DFormat.NHWC;
    }

    private static @Nullable RNNFormat stepFormat(Layer layer) {
        if (layer instanceof Convolution1DLayer convolution) {
            return convolution.getRnnDataFormat();
        } else if (layer instanceof BaseRecurrentLayer recurrent) {
            return recurrent.getRnnDataFormat();
        } else if (layer instanceof Bidirectional both) {
            return both.getRNNDataFormat();
        } else if (layer instanceof RnnOutputLayer output) {
            return output.getRnnDataFormat();
        } else if (layer instanceof RnnLossLayer loss) {
            return loss.getRnnDataFormat();
        }
        return layer instanceof EmbeddingSequenceLayer embedding ? embedding.getOutputFormat() : null;
    }

    private static @Nullable CNN2DFormat mapFormat(Layer layer) {
        if (layer instanceof ConvolutionLayer convolution) {
            return convolution.getCnn2dDataFormat();
        } else if (layer instanceof SubsamplingLayer pooling) {
            return pooling.getCnn2dDataFormat();
        } else if (layer instanceof Upsampling2D upsampling) {
            return upsampling.getFormat();
        } else if (layer instanceof ZeroPaddingLayer padding) {
            return padding.getDataFormat();
        } else if (layer instanceof Cropping2D cropping) {
            return cropping.getDataFormat();
        } else if (layer instanceof SpaceToDepthLayer folding) {
            return folding.getDataFormat();
        } else if (layer instanceof SpaceToBatchLayer tiling) {
            return tiling.getFormat();
        } else if (layer instanceof LocallyConnected2D local) {
            return local.getFormat();
        }
        return layer instanceof CnnLossLayer loss ? loss.getFormat() : null;
    }

    /** Whether a preprocessor makes maps or steps of its own, channels first. */
    static boolean startsAnew(@Nullable InputPreProcessor preProcessor) {
        return preProcessor instanceof FeedForwardToCnnPreProcessor
                || preProcessor instanceof FeedForwardToRnnPreProcessor
                || preProcessor instanceof CnnToRnnPreProcessor;
    }

    /** Input pixels per output pixel, below 1 when the layer enlarges. */
    static double strideFactor(Layer wrapped) {
        Layer layer = unwrapped(wrapped);
        if (layer instanceof Deconvolution2D deconvolution) {
            return 1 / mean(deconvolution.getStride());
        } else if (layer instanceof Convolution1DLayer convolution) {
            return convolution.getStride()[0];
        } else if (layer instanceof ConvolutionLayer convolution) {
            return mean(convolution.getStride());
        } else if (layer instanceof SubsamplingLayer pooling) {
            return layer.getClass().getSimpleName().contains("1D") ? pooling.getStride()[0] : mean(pooling.getStride());
        } else if (layer instanceof Upsampling1D upsampling) {
            return 1.0 / upsampling.getSize()[0];
        } else if (layer instanceof Upsampling2D upsampling) {
            return 1 / mean(upsampling.getSize());
        } else if (layer instanceof SpaceToDepthLayer folding) {
            return folding.getBlockSize();
        }
        return layer instanceof LocallyConnected2D local ? mean(local.getStride()) : 1;
    }

    private static double mean(int[] lengths) {
        double product = 1;
        for (int length : lengths) {
            product *= length;
        }
        return Math.pow(product, 1.0 / lengths.length);
    }
}
