package org.infoscope.sample;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** The networks to choose from; constants are lower case because they are what the user types. */
enum Architecture {
    /** Two 5 x 5 convolutions with pooling, one dense layer (after LeCun et al., 1998): a MultiLayerNetwork. */
    lenet,
    /** Two dense layers: a MultiLayerNetwork. It has no maps, so the spectral roll-off does not apply. */
    mlp,
    /** Residual blocks with batch normalisation: a ComputationGraph. */
    resnet;

    private static final double LEARNING_RATE = 2e-3;

    /** The rate of epoch e is the first one over 1 + e / 2: the last epochs settle. */
    private static final double DECAY_PER_EPOCH = 0.5;

    /**
     * A network for these images, initialised from the seed.
     *
     * @param images whose size the network takes
     * @param seed of the weights
     */
    Model create(ImageData images, long seed) {
        if (this == resnet) {
            return ResidualNetwork.create(images, base(seed));
        }
        InputType input = InputType.convolutional(images.height(), images.width(), images.channels());
        MultiLayerNetwork network = new MultiLayerNetwork(this == lenet ? lenet(input, seed) : mlp(input, seed));
        network.init();
        return network;
    }

    private static NeuralNetConfiguration.Builder base(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(2 * seed + 1) // never 0, which ND4J takes for "the clock"
                .updater(new Adam(new InverseSchedule(ScheduleType.EPOCH, LEARNING_RATE, DECAY_PER_EPOCH, 1)))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU);
    }

    private static MultiLayerConfiguration lenet(InputType input, long seed) {
        return base(seed)
                .convolutionMode(ConvolutionMode.Truncate)
                .list()
                .layer(new ConvolutionLayer.Builder(5, 5).name("conv1").nOut(16).build())
                .layer(pooling("pool1"))
                .layer(new ConvolutionLayer.Builder(5, 5).name("conv2").nOut(32).build())
                .layer(pooling("pool2"))
                .layer(new DenseLayer.Builder()
                        .name("dense")
                        .nOut(128)
                        .dropOut(0.5)
                        .build())
                .layer(output())
                .setInputType(input)
                .build();
    }

    private static MultiLayerConfiguration mlp(InputType input, long seed) {
        return base(seed)
                .list()
                .layer(new DenseLayer.Builder().name("dense1").nOut(256).build())
                .layer(new DenseLayer.Builder().name("dense2").nOut(128).build())
                .layer(output())
                .setInputType(input)
                .build();
    }

    private static SubsamplingLayer pooling(String name) {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .name(name)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }

    static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .nOut(ImageData.CLASSES)
                .activation(Activation.SOFTMAX)
                .weightInit(WeightInit.XAVIER)
                .build();
    }
}
