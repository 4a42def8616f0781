package org.infoscope.ui;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One browser for all classes of a JVM, since starting one takes seconds. JUnit closes it after the last class. Where there is none, the classes
 * that ask for it are skipped with the reason; with {@code INFOSCOPE_REQUIRE_BROWSER=1} they fail.
 */
final class SharedBrowser implements ParameterResolver, ExecutionCondition {

    private static final Namespace HERE = Namespace.create(SharedBrowser.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = Browser.missing();
        return missing.isEmpty() || "1".equals(System.getenv("INFOSCOPE_REQUIRE_BROWSER"))
                ? ConditionEvaluationResult.enabled("")
                : ConditionEvaluationResult.disabled(missing.orElseThrow() + ": the browser tests are skipped");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    /** The browser, started for whoever asks first. */
    @Override
    public Browser resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, HERE)
                .computeIfAbsent(Browser.class, key -> Browser.open(Browser.ONE_RENDERER), Browser.class);
    }
}
