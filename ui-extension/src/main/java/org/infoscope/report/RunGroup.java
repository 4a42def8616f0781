package org.infoscope.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs whose names differ only in the number of a seed, run, trial or repetition, as the dashboard's page for comparing runs groups them.
 *
 * @param name what their names have in common; of a run that is alone, its own
 * @param first place of its first run among all
 * @param members of the group, with a line for each worker
 */
record RunGroup(String name, int first, List<RunSummary> members) {

    /** A number that counts repetitions, with the word that says so; other numbers may be settings. */
    static final Pattern SEED = Pattern.compile(
            "[\\s_\\-.,:;/(\\[]*(?:(?:\\b|_)(?:seed|run|trial|rep|repeat|repetition|replicate)[\\s_\\-.:=#]*|#\\s*)\\d+(?![.\\d])[)\\]]?",
            Pattern.CASE_INSENSITIVE);

    /** So much of a name is looked at: the pattern takes a time that grows with the square of the length. */
    private static final int LONGEST = 500;

    /** All groups, in the order of their first runs. */
    static List<RunGroup> of(List<RunSummary> runs) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            groups.computeIfAbsent(stem(runs.get(i).name()), stem -> new ArrayList<>())
                    .add(i);
        }
        List<RunGroup> all = new ArrayList<>();
        groups.forEach((stem, places) -> {
            List<RunSummary> members = places.stream().map(runs::get).toList();
            String name = runs(members) > 1 ? stem : members.get(0).name();
            all.add(new RunGroup(name, places.get(0), members));
        });
        return all;
    }

    /** How many runs it has: workers of one are no others. */
    long runs() {
        return runs(members);
    }

    private static long runs(List<RunSummary> members) {
        return members.stream().map(RunSummary::identity).distinct().count();
    }

    /** A name without its seed: "lenet seed 3, lr 0.1" and "lenet seed 4, lr 0.1" are both "lenet, lr 0.1". */
    static String stem(String name) {
        int looked = Math.min(name.length(), LONGEST);
        String left = SEED.matcher(name.substring(0, looked)).replaceAll("") + name.substring(looked);
        return left.isBlank() ? name.strip() : left.strip();
    }
}
