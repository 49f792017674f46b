package dev.unroll.exchange;

import dev.unroll.checkpoint.CheckpointException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds what the modules of a description are called in a file. */
final class ModuleNames {

    /** What tells layers of one kind apart: {@code lstm_1}, {@code lstm.1}. */
    private static final Pattern NUMBER = Pattern.compile("[_.]\\d{1,9}(?=[./]|$)");

    private final Layout layout;
    private final List<ModuleMap> modules;
    private final Set<String> unclaimed;
    private final String source;
    private final Map<ModuleMap, String> found = new HashMap<>();

    /** @param names of the tensors in the file; {@code source} names it in messages */
    ModuleNames(Layout layout, List<ModuleMap> modules, Collection<String> names, String source) {
        this.layout = layout;
        this.modules = modules;
        this.unclaimed = new LinkedHashSet<>(names);
        this.source = source;
    }

    /**
     * The name of every module.
     *
     * @param given names in the file by the modules' own
     */
    Map<ModuleMap, String> find(Map<String, String> given) {
        List<String> known = modules.stream().map(ModuleMap::name).toList();
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw new CheckpointException("a name must be given for a module that the model has; got one for "
                        + name + "; the modules are " + String.join(", ", known));
            }
        }
        for (ModuleMap module : modules) {
            if (given.containsKey(module.name())) {
                claim(module, given.get(module.name()));
            }
        }
        families().forEach(this::claimInOrder);
        // The more tensors a module has, the less can be taken for it.
        modules.stream().filter(module -> !found.containsKey(module))
                .sorted(Comparator.comparingInt((ModuleMap module) -> module.tensors().size()).reversed())
                .forEach(this::search);
        return found;
    }

    /** Modules that no name was given for, by what their names have in common besides numbers. */
    private Map<String, List<ModuleMap>> families() {
        return modules.stream().filter(module -> !found.containsKey(module)).collect(Collectors.groupingBy(
                module -> withoutNumbers(module.name()), LinkedHashMap::new, Collectors.toList()));
    }

    /**
     * Claims names that differ from the family's but by numbers, in the order of these: whoever numbers layers may have
     * begun anywhere, as Keras does in a session that has made other models before.
     */
    private void claimInOrder(String stem, List<ModuleMap> family) {
        if (family.size() == 1) {
            ModuleMap module = family.get(0);
            if (unclaimed.stream().anyMatch(name -> isBelow(name, module.name()))) {
                claim(module, module.name());
            }
            return;
        }
        List<String> names = numbered(stem);
        if (names.isEmpty()) {
            return;
        }
        boolean alike = names.stream().map(ModuleNames::withoutNumbers).distinct().count() == 1;
        if (names.size() != family.size() || !alike) {
            String last = family.get(family.size() - 1).name();
            throw new CheckpointException(source + " must hold as many layers for " + family.get(0).name() + " to " + last
                    + " as these are, told apart by nothing but their numbers; it holds " + String.join(", ", names)
                    + "; say which is which, as in " + last + "=" + names.get(names.size() - 1));
        }
        for (int i = 0; i < names.size(); i++) {
            claim(family.get(i), names.get(i));
        }
    }

    /** Names in the file that are the stem but for numbers and what stands before it, in the order of the numbers. */
    private List<String> numbered(String stem) {
        String separator = Pattern.quote(layout.separator());
        String segments = Arrays.stream(stem.split(separator))
                .map(segment -> Pattern.quote(segment) + "(?:[_.]\\d{1,9})?").collect(Collectors.joining(separator));
        Pattern pattern = Pattern.compile("((?:.*?" + separator + ")?" + segments + ")" + separator);
        return unclaimed.stream().map(pattern::matcher).filter(Matcher::lookingAt).map(matcher -> matcher.group(1))
                .distinct().sorted(Comparator.comparing(ModuleNames::numbers, Arrays::compare)).toList();
    }

    private static String withoutNumbers(String name) {
        return NUMBER.matcher(name).replaceAll("");
    }

    /** What has no number comes before what has. */
    private static int[] numbers(String name) {
        return NUMBER.matcher(name).results().mapToInt(number -> Integer.parseInt(number.group().substring(1)))
                .toArray();
    }

    private void claim(ModuleMap module, String name) {
        found.put(module, name);
        module.tensors().forEach(tensor -> unclaimed.remove(ModuleMap.nameIn(name, tensor, layout)));
    }

    private void search(ModuleMap module) {
        List<String> candidates = candidates(module);
        List<String> sameEnd = candidates.stream().filter(name -> name.endsWith(layout.separator() + module.name()))
                .toList();
        if (sameEnd.size() == 1) {
            claim(module, sameEnd.get(0));
        } else if (candidates.size() <= 1) {
            // With no candidate, the tensors will be missed under their own names.
            claim(module, candidates.isEmpty() ? module.name() : candidates.get(0));
        } else {
            throw new CheckpointException("a module of " + source + " must stand for " + module.name() + "; "
                    + String.join(", ", candidates) + " all could; say which, as in " + module.name() + "="
                    + candidates.get(0));
        }
    }

    /** Names below which the file holds the module's tensors and nothing else. */
    private List<String> candidates(ModuleMap module) {
        TensorMap first = module.tensors().get(0);
        List<String> candidates = new ArrayList<>();
        for (String name : unclaimed) {
            if (name.equals(first.name()) && holds("", module)) {
                candidates.add("");
            } else if (name.endsWith(layout.separator() + first.name())) {
                String candidate = name.substring(0, name.length() - first.name().length()
                        - layout.separator().length());
                if (holds(candidate, module) && unclaimed.stream().filter(other -> isBelow(other, candidate)).count()
                        == module.tensors().size()) {
                    candidates.add(candidate);
                }
            }
        }
        return candidates;
    }

    private boolean holds(String candidate, ModuleMap module) {
        return module.tensors().stream()
                .allMatch(tensor -> unclaimed.contains(ModuleMap.nameIn(candidate, tensor, layout)));
    }

    private boolean isBelow(String name, String module) {
        return name.startsWith(module + layout.separator());
    }
}
