package org.infoscope.ui;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Chromium tells screen readers of a page.
 *
 * @param nodes in the order of the document
 */
record AccessibilityTree(List<Node> nodes) {

    private static final Set<String> CONTROLS = Set.of(
            "button",
            "link",
            "checkbox",
            "combobox",
            "textbox",
            "searchbox",
            "slider",
            "DisclosureTriangle",
            "image",
            "article");
    /** What readers go through by their names: two of one name cannot be told apart. */
    private static final Set<String> LISTED =
            Set.of("button", "checkbox", "DisclosureTriangle", "image", "article", "group");

    /**
     * One of them.
     *
     * @param role as Chromium calls it
     * @param name for readers
     * @param level of a heading; 0 for all else
     */
    record Node(String role, String name, long level) {}

    static AccessibilityTree of(Map<String, Object> answer) {
        Map<Object, Map<?, ?>> known = new HashMap<>();
        List<?> given = (List<?>) Objects.requireNonNull(answer.get("nodes"));
        given.forEach(each -> known.put(((Map<?, ?>) each).get("nodeId"), (Map<?, ?>) each));
        List<Node> nodes = new ArrayList<>();
        visit((Map<?, ?>) given.get(0), known, nodes);
        return new AccessibilityTree(nodes);
    }

    private static void visit(Map<?, ?> node, Map<Object, Map<?, ?>> known, List<Node> nodes) {
        if (!Boolean.TRUE.equals(node.get("ignored"))) {
            long level = node.get("properties") instanceof List<?> properties
                    ? properties.stream()
                            .map(each -> (Map<?, ?>) each)
                            .filter(each -> "level".equals(each.get("name")))
                            .map(each -> ((Map<?, ?>) Objects.requireNonNull(each.get("value"))).get("value"))
                            .mapToLong(value -> ((Number) Objects.requireNonNull(value)).longValue())
                            .findFirst()
                            .orElse(0)
                    : 0;
            nodes.add(new Node(text(node.get("role")), text(node.get("name")), level));
        }
        if (node.get("childIds") instanceof List<?> children) {
            for (Object child : children) {
                Map<?, ?> found = known.get(child);
                if (found != null) {
                    visit(found, known, nodes);
                }
            }
        }
    }

    private static String text(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.get("value") instanceof String words ? words.strip() : "";
    }

    /** Controls without a name, and headings that skip a level. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        long before = 1;
        for (Node node : nodes) {
            if (CONTROLS.contains(node.role) && node.name.isEmpty()) {
                faults.add(node.role + " without a name");
            }
            if (node.role.equals("heading")) {
                if (node.level > before + 1) {
                    faults.add("heading " + node.name + " of level " + node.level + " after one of level " + before);
                }
                before = node.level;
            }
        }
        return faults;
    }

    /** Roles and names that several have. */
    List<String> repeated() {
        Map<String, Integer> counts = new TreeMap<>();
        nodes.stream()
                .filter(node -> LISTED.contains(node.role) && !node.name.isEmpty())
                .forEach(node -> counts.merge(node.role + " " + node.name, 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }
}
