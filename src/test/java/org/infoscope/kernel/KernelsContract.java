package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every engine must answer. An engine's test implements this and inherits all of it. */
interface KernelsContract extends RollOffContract, DiffusionContract, FirstCycleContract {

    @Override
    Kernels kernels();

    @Test
    default void namesItself() {
        assertThat(kernels().engine()).isNotBlank();
    }
}
