package dev.unroll.exchange;

import dev.unroll.checkpoint.CheckpointException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what the modules of a description are called in a file. */
final class ModuleNames {

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
            } else if (unclaimed.stream().anyMatch(name -> isBelow(name, module.name()))) {
                claim(module, module.name());
            }
        }
        // The more tensors a module has, the less can be taken for it.
        modules.stream().filter(module -> !found.containsKey(module))
                .sorted(Comparator.comparingInt((ModuleMap module) -> module.tensors().size()).reversed())
                .forEach(this::search);
        return found;
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
