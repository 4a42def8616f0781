package org.infoscope.network;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.layers.convolution.CnnLossLayer;
import org.deeplearning4j.nn.layers.feedforward.PReLU;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.recurrent.RnnLossLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.PReLUParamInitializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The vector-Jacobian product of a layer at the input of its last forward pass, in inference. Mostly Deeplearning4j's own,
 * but there batch normalisation differentiates the statistics of a batch, output layers their loss, and dropout asks for a
 * mask that only training draws. Dense layers are here because Deeplearning4j would compute a gradient of the weights, too.
 */
final class Derivatives {

    private Derivatives() {}

    /**
     * Goes back through a layer.
     *
     * @param layer of a verified type
     * @param epsilon of the form of the layer's output; may be overwritten
     * @return of the form of its input
     */
    static INDArray backward(Layer layer, INDArray epsilon) {
        if (layer instanceof BatchNormalization norm) {
            return batchNormalization(norm, epsilon);
        } else if (layer instanceof DropoutLayer) {
            return masked(epsilon, layer.getMaskArray());
        } else if (layer instanceof PReLU) {
            return prelu(layer, epsilon);
        } else if (isLoss(layer)) {
            return rowWise(layer, null, epsilon);
        } else if (layer instanceof BaseOutputLayer || (layer instanceof DenseLayer dense && !dense.hasLayerNorm())) {
            return rowWise(layer, layer.getParam(DefaultParamInitializer.WEIGHT_KEY), epsilon);
        }
        return layer.backpropGradient(epsilon, Scratch.manager()).getSecond();
    }

    private static boolean isLoss(Layer layer) {
        return layer instanceof LossLayer || layer instanceof CnnLossLayer || layer instanceof RnnLossLayer;
    }

    /** Deeplearning4j's own refuses slopes that are shared by many units. */
    private static INDArray prelu(Layer layer, INDArray epsilon) {
        INDArray input = layer.input();
        INDArray slopes = layer.getParam(PReLUParamInitializer.WEIGHT_KEY);
        long[] one = new long[input.rank()];
        one[0] = 1;
        System.arraycopy(slopes.shape(), 0, one, 1, input.rank() - 1);
        INDArray slope =
                slopes.dup('c').reshape('c', one).broadcast(input.shape()).dup('c');
        INDArray positive = input.gt(0).castTo(input.dataType());
        return epsilon.muli(positive.add(positive.rsub(1).muli(slope)));
    }

    private static INDArray masked(INDArray epsilon, @Nullable INDArray mask) {
        if (mask == null) {
            return epsilon;
        }
        INDArray same = mask.castTo(epsilon.dataType());
        return mask.isColumnVectorOrScalar() ? epsilon.muliColumnVector(same) : epsilon.muli(same);
    }

    /** An activation function of an affine map, or of the input itself, for every row of channels. */
    private static INDArray rowWise(Layer layer, @Nullable INDArray weights, INDArray epsilon) {
        BaseLayer configuration = (BaseLayer) layer.conf().getLayer();
        boolean channelsLast = Boolean.TRUE.equals(LayerFacts.channelsLast(configuration));
        INDArray input = layer.input();
        INDArray z = rows(input, channelsLast);
        if (weights != null) {
            z = z.mmul(weights);
            INDArray bias = layer.paramTable().get(DefaultParamInitializer.BIAS_KEY);
            z = bias == null ? z : z.addiRowVector(bias);
        }
        INDArray delta = configuration
                .getActivationFn()
                .backprop(z, rows(epsilon, channelsLast))
                .getFirst();
        if (input.rank() == 2) {
            delta = masked(delta, layer.getMaskArray());
        }
        return fromRows(weights == null ? delta : delta.mmul(weights.transpose()), input, channelsLast);
    }

    private static INDArray rows(INDArray array, boolean channelsLast) {
        INDArray last = array.rank() == 2 || channelsLast ? array : array.permute(toLast(array.rank()));
        return last.dup('c').reshape('c', -1, last.size(last.rank() - 1));
    }

    private static INDArray fromRows(INDArray rows, INDArray like, boolean channelsLast) {
        if (like.rank() == 2) {
            return rows;
        }
        INDArray last = channelsLast ? like : like.permute(toLast(like.rank()));
        INDArray whole = rows.dup('c').reshape('c', last.shape());
        return channelsLast ? whole : whole.permute(toSecond(like.rank()));
    }

    private static int[] toLast(int rank) {
        return rank == 3 ? new int[] {0, 2, 1} : new int[] {0, 2, 3, 1};
    }

    private static int[] toSecond(int rank) {
        return rank == 3 ? new int[] {0, 2, 1} : new int[] {0, 3, 1, 2};
    }

    /** With the statistics of inference it is an affine map per channel: gamma / sqrt(variance + epsilon). */
    private static INDArray batchNormalization(BatchNormalization layer, INDArray epsilon) {
        if (epsilon.rank() == 3) {
            throw new UnsupportedOperationException("Batch normalisation of sequences mixes the examples");
        }
        org.deeplearning4j.nn.conf.layers.BatchNormalization configuration = layer.layerConf();
        INDArray deviation = Transforms.sqrt(variance(layer).addi(configuration.getEps()), false);
        INDArray slope = deviation.rdivi(1);
        if (!configuration.isLockGammaBeta()) {
            slope.muli(layer.getParam(BatchNormalizationParamInitializer.GAMMA).reshape(slope.shape()));
        } else if (configuration.getGamma() != 1 && configuration.getBeta() != 0) {
            // Deeplearning4j leaves a fixed gamma out where beta is 0.
            slope.muli(configuration.getGamma());
        }
        if (epsilon.rank() == 2) {
            return epsilon.muliRowVector(slope.reshape(1, slope.length()));
        }
        int channels = configuration.getCnn2DFormat() == CNN2DFormat.NHWC ? 3 : 1;
        INDArray dense = epsilon.dup('c');
        return Nd4j.getExecutioner().exec(new BroadcastMulOp(dense, slope.reshape(slope.length()), dense, channels));
    }

    private static INDArray variance(BatchNormalization layer) {
        if (!layer.layerConf().isUseLogStd()) {
            return layer.getParam(BatchNormalizationParamInitializer.GLOBAL_VAR).dup();
        }
        INDArray deviation = Transforms.exp(
                layer.getParam(BatchNormalizationParamInitializer.GLOBAL_LOG_STD)
                        .mul(Math.log(10)),
                false);
        return deviation.muli(deviation);
    }
}
