package org.infoscope.sample;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between packages, and only these. */
class ArchitectureTest {

    private static final String[] EVERYWHERE = {"java..", "org.jspecify..", "org.slf4j.."};

    private static JavaClasses infoscope;

    @BeforeAll
    static void read() {
        infoscope = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.infoscope");
    }

    @Test
    void theKernelsKnowOnlyNumerics() {
        only("kernel", "org.nd4j..", "org.jtransforms..", "org.visnow.jlargearrays..", "org.ejml..", "org.bytedeco..");
    }

    @Test
    void theMetricsKnowKernelsAndNd4jNeverDeeplearning4j() {
        only("metric", "org.infoscope.kernel..", "org.nd4j..", "org.apache.commons.rng..");
    }

    @Test
    void theReplicaKnowsMetricsAndDeeplearning4j() {
        only(
                "network",
                "org.infoscope.metric..",
                "org.infoscope.kernel..",
                "org.nd4j..",
                "org.bytedeco.javacpp..",
                "org.deeplearning4j..");
    }

    @Test
    void theHistoryKnowsMetricValuesAndStorage() {
        only(
                "history",
                "org.infoscope.metric..",
                "org.deeplearning4j.core.storage..",
                "org.deeplearning4j.ui.model..",
                "org.deeplearning4j.api.storage..",
                "org.nd4j.common..",
                "org.agrona..",
                "com.fasterxml.jackson..",
                "org.sqlite..",
                "javax.sql..");
    }

    @Test
    void theInsightsKnowRecordsOnly() {
        only("insight", "org.infoscope.metric..", "org.infoscope.history..");
    }

    @Test
    void theReportKnowsRecordsAndRulesOnly() {
        only(
                "report",
                "org.infoscope.metric..",
                "org.infoscope.history..",
                "org.infoscope.insight..",
                "org.deeplearning4j.core.storage..",
                "javax.imageio..");
    }

    @Test
    void theReconstructionKnowsReplicaAndRecordsNeverTheListener() {
        only(
                "reconstruction",
                "org.infoscope.metric..",
                "org.infoscope.network..",
                "org.infoscope.history..",
                "org.nd4j..",
                "org.deeplearning4j..");
    }

    @Test
    void theListenerKnowsNoPage() {
        only(
                "listener",
                "org.infoscope.metric..",
                "org.infoscope.kernel..",
                "org.infoscope.network..",
                "org.infoscope.history..",
                "org.infoscope.insight..",
                "org.nd4j..",
                "org.deeplearning4j..");
    }

    @Test
    void thePagesNeverKnowTheListener() {
        noClasses()
                .that()
                .resideInAPackage("org.infoscope.ui..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.infoscope.listener..",
                        "org.infoscope.network..",
                        "org.infoscope.reconstruction..",
                        "org.infoscope.kernel..",
                        "org.infoscope.command..",
                        "org.infoscope.report..",
                        "org.infoscope.sample..")
                .check(infoscope);
    }

    @Test
    void nothingDependsOnTheSamples() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.infoscope.sample..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.infoscope.sample..")
                .check(infoscope);
    }

    @Test
    void packagesFormNoCycle() {
        SlicesRuleDefinition.slices()
                .matching("org.infoscope.(*)..")
                .should()
                .beFreeOfCycles()
                .check(infoscope);
    }

    @Test
    void staticsNeverChange() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("org.infoscope..")
                .should()
                .beFinal()
                .check(infoscope);
    }

    /**
     * Java serialisation can run code of whoever wrote the bytes. What is left: the refusals, by which a class cannot be
     * serialised, and a copy of a network's configuration in memory, whose bytes come from nowhere else.
     */
    @Test
    void nothingIsDeserialised() {
        noClasses()
                .that()
                .haveNameNotMatching("org\\.infoscope\\.network\\.NetworkBlueprint.*")
                .should()
                .callConstructor(ObjectInputStream.class, InputStream.class)
                .orShould()
                .callConstructor(ObjectOutputStream.class, OutputStream.class)
                .orShould()
                .callMethod(ObjectInputStream.class, "readObject")
                .orShould()
                .callMethod(ObjectInputStream.class, "defaultReadObject")
                .orShould()
                .beAssignableTo(ObjectInputStream.class)
                .check(infoscope);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*\\.(Abstract\\w*|\\w*(Utils?|Manager|Impl|Helper))")
                .check(infoscope);
    }

    private static void only(String layer, String... allowed) {
        String own = "org.infoscope." + layer + "..";
        classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.of(EVERYWHERE, new String[] {own, ""}, allowed)
                        .flatMap(Stream::of)
                        .toArray(String[]::new))
                .check(infoscope);
    }
}
