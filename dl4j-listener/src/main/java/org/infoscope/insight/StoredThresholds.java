package org.infoscope.insight;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thresholds of this package's rules as settings of a run, so that whoever reads it judges as its listener did. Stored is what differs
 * from the defaults: {@code insights.dead-units.deadShare = 0.4}, and in {@code insights.without} the rules that were left out.
 */
final class StoredThresholds {

    private static final Logger LOG = LoggerFactory.getLogger(StoredThresholds.class);

    private static final String PREFIX = "insights.";
    private static final String WITHOUT = PREFIX + "without";

    private StoredThresholds() {}

    /** What differs from the defaults; rules of other packages are not told, since none could read them. */
    static Map<String, Object> of(Insights insights) {
        Map<String, Object> settings = new LinkedHashMap<>();
        Map<String, Rule> chosen = insights.rules().stream().collect(Collectors.toMap(Rule::id, rule -> rule));
        List<Rule> defaults = Insights.defaults().rules();
        String without = defaults.stream()
                .map(Rule::id)
                .filter(id -> !chosen.containsKey(id))
                .collect(Collectors.joining(","));
        if (!without.isEmpty()) {
            settings.put(WITHOUT, without);
        }
        for (Rule rule : defaults) {
            Rule other = chosen.get(rule.id());
            if (other != null && other.getClass() == rule.getClass() && !other.equals(rule)) {
                Map<String, Object> usual = thresholds(rule);
                thresholds(other).forEach((name, value) -> {
                    if (!value.equals(usual.get(name))) {
                        settings.put(PREFIX + rule.id() + '.' + name, value);
                    }
                });
            }
        }
        return settings;
    }

    /** The defaults as a run's settings change them; what cannot be read stays as it is, and is logged. */
    static Insights read(Map<String, Object> settings) {
        Insights insights = Insights.defaults();
        List<String> without =
                List.of(String.valueOf(settings.getOrDefault(WITHOUT, "")).split(","));
        for (Rule rule : Insights.defaults().rules()) {
            if (without.contains(rule.id())) {
                insights = insights.without(rule.id());
            } else {
                insights = insights.with(changed(rule, settings).orElse(rule));
            }
        }
        return insights;
    }

    private static Map<String, Object> thresholds(Rule rule) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : rule.getClass().getRecordComponents()) {
            try {
                values.put(component.getName(), component.getAccessor().invoke(rule));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(rule.getClass() + " is a public record of this package", e);
            }
        }
        return values;
    }

    private static Optional<Rule> changed(Rule rule, Map<String, Object> settings) {
        Map<String, Object> values = thresholds(rule);
        String prefix = PREFIX + rule.id() + '.';
        if (values.keySet().stream().noneMatch(name -> settings.containsKey(prefix + name))) {
            return Optional.empty();
        }
        RecordComponent[] components = rule.getClass().getRecordComponents();
        try {
            Constructor<? extends Rule> constructor = rule.getClass()
                    .getDeclaredConstructor(
                            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            List<Object> arguments = new ArrayList<>();
            for (RecordComponent component : components) {
                String name = component.getName();
                Object stored = settings.get(prefix + name);
                arguments.add(number(component.getType(), stored == null ? values.get(name) : stored));
            }
            return Optional.of(constructor.newInstance(arguments.toArray()));
        } catch (ReflectiveOperationException | IllegalArgumentException | ArithmeticException e) {
            LOG.warn("The run's thresholds of the rule '{}' cannot be read: its defaults are used", rule.id(), e);
            return Optional.empty();
        }
    }

    private static Object number(Class<?> type, @Nullable Object value) {
        if (!(value instanceof Number number)) {
            throw new IllegalArgumentException("'" + value + "' is no number");
        }
        return type == int.class
                ? (Object) Math.toIntExact(number.longValue())
                : type == long.class ? (Object) number.longValue() : (Object) number.doubleValue();
    }
}
