package dev.unroll.report;

import dev.unroll.comparison.Comparison;
import dev.unroll.comparison.Standing;
import dev.unroll.comparison.Standing.Gap;
import dev.unroll.comparison.Standing.Score;
import dev.unroll.report.Verdict.Outcome;
import dev.unroll.statistics.PairedPower;
import dev.unroll.statistics.PairedStudent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Verdict}s in plain sentences, not yet escaped for HTML. */
final class VerdictText {

    private static final int MOST_NAMED = 3;

    private VerdictText() {
    }

    /**
     * The answer of the whole run in a few sentences.
     *
     * @param together what is shown over all tasks together ({@link #together}); may be empty
     */
    static String overall(List<Verdict> verdicts, String together, SpeedRanking speed, int failed, int trials) {
        List<String> sentences = new ArrayList<>();
        Map<String, List<String>> wins = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            if (verdict.winner() != null) {
                wins.computeIfAbsent(verdict.winner(), name -> new ArrayList<>()).add(win(verdict));
            }
        }
        wins.forEach((model, datasets) -> sentences.add("The " + model + " is best on " + Html.list(datasets) + "."));
        for (Verdict verdict : verdicts) {
            String name = verdict.dataset().name();
            switch (verdict.outcome()) {
                case SHARED_LEAD -> sentences.add(sharedLead(verdict));
                case NOTHING_LEARNED -> sentences.add("On " + name + " no model is shown to beat the best naive "
                        + "baseline (“"
                        + verdict.baseline().name() + "”)" + (verdict.negativeControl() ? ", as it should be." : "."));
                case ALONE -> sentences.add(alone(verdict));
                case NO_SCORES -> sentences.add("On " + name + " no trial was completed.");
                case WINNER -> { }
            }
            if (!verdict.suspicious().isEmpty()) {
                sentences.add("Beware: " + name + " is a negative control, yet the " + theList(verdict.suspicious())
                        + (verdict.suspicious().size() > 1 ? " beat" : " beats") + " the baseline; look for a leak.");
            }
        }
        if (!together.isEmpty()) {
            sentences.add(together);
        }
        sentences.addAll(speed.sentences());
        if (failed > 0) {
            sentences.add(Numbers.count(failed) + " of " + Numbers.count(trials) + " trials diverged or failed.");
        }
        return String.join(" ", sentences);
    }

    /**
     * What is shown over all tasks together; empty unless there are two models, and two tasks to learn with a baseline.
     *
     * @param standing by mean skill
     * @param tasks    how many count
     */
    static String together(Standing standing, int tasks) {
        if (tasks < 2 || standing.ranking().size() < 2) {
            return "";
        }
        List<String> leaders = standing.leaders();
        List<String> others = standing.ranking().stream().map(Score::model).filter(model -> !leaders.contains(model))
                .toList();
        String start = "Over " + (tasks == 2 ? "both tasks" : "the " + tasks + " tasks") + " together";
        String scale = "; 0 is the best naive baseline, 1 a perfect score";
        if (standing.ranking().stream().noneMatch(score -> score.mean() - score.half() > 0)) {
            return start + " no model is shown to beat the best naive baselines; the first in rank is the "
                    + skilled(standing, leaders.subList(0, 1), true) + scale + ".";
        }
        if (leaders.size() == 1) {
            return start + " the " + skilled(standing, leaders, true) + " is best" + scale + "; next, the "
                    + skilled(standing, others.subList(0, 1), false) + ".";
        }
        String sentence = start + " no difference could be shown between the " + skilled(standing, leaders, true) + scale + " ("
                + seedsNeeded(standing) + ")";
        return others.isEmpty() ? sentence + "." : sentence + "; the " + skilled(standing, others, false)
                + (others.size() > 1 ? " are behind." : " is behind.");
    }

    private static String skilled(Standing standing, List<String> models, boolean first) {
        List<String> named = new ArrayList<>();
        for (String model : models) {
            named.add((named.isEmpty() ? "" : "the ") + model + " (" + (named.isEmpty() && first ? "mean skill " : "")
                    + Numbers.significant(standing.score(model).mean(), 2) + ")");
        }
        return Html.list(named);
    }

    /** How many seeds it would take to tell the first from those that are not shown to be behind, three at most. */
    private static String seedsNeeded(Standing standing) {
        List<Gap> open = standing.behind().stream().filter(gap -> !gap.shown()).limit(MOST_NAMED).toList();
        if (open.stream().anyMatch(gap -> !gap.comparison().testable())) {
            return seedsNeeded(open.get(0).comparison());
        }
        return "to tell it from the " + Html.list(open.stream().map(gap -> (gap == open.get(0) ? "" : "from the ")
                + gap.model() + " would take " + seedCount(gap.comparison())).toList());
    }

    private static String seedsNeeded(Comparison comparison) {
        return comparison.testable() ? "one so small would take " + seedCount(comparison)
                : "a comparison needs at least " + PairedStudent.FEWEST + " seeds";
    }

    private static String seedCount(Comparison comparison) {
        int needed = comparison.seedsNeeded();
        return needed < 0 ? "more than " + Numbers.count(PairedPower.MOST_SEEDS) + " seeds"
                : "about " + Numbers.count(needed) + " seeds";
    }

    private static String alone(Verdict verdict) {
        List<String> model = List.of(verdict.ranking().get(0).model());
        return "On " + verdict.dataset().name() + " the " + scored(verdict, model, true)
                + (verdict.unscored().isEmpty() ? " stands alone" : " alone has a score")
                + (verdict.baseline() == null ? "." : "; it beats the best naive baseline (“" + verdict.baseline().name()
                        + "”, " + Numbers.significant(verdict.baseline().value()) + ").");
    }

    private static String sharedLead(Verdict verdict) {
        List<String> leaders = verdict.leaders();
        List<String> others = verdict.ranking().stream().map(Score::model).filter(model -> !leaders.contains(model))
                .toList();
        String start = "On " + verdict.dataset().name();
        String needed = seedsNeeded(verdict.standing());
        String sentence = others.isEmpty()
                ? start + " no difference could be shown between the " + scored(verdict, leaders, true) + " (" + needed + ")"
                : start + " the " + scored(verdict, leaders, true) + " lead, with no difference shown between them ("
                        + needed + "); the " + scored(verdict, others, false)
                        + (others.size() > 1 ? " are behind" : " is behind");
        if (verdict.baseline() == null) {
            return sentence + ".";
        }
        String baseline = "the best naive baseline (“" + verdict.baseline().name() + "”, "
                + Numbers.significant(verdict.baseline().value()) + ")";
        if (verdict.beating().size() == verdict.ranking().size()) {
            return sentence + "; all beat " + baseline + ".";
        }
        List<String> failing = verdict.ranking().stream().map(Score::model)
                .filter(model -> !verdict.beating().contains(model)).toList();
        return failing.equals(others)
                ? sentence + " and not shown to beat " + baseline + "."
                : sentence + "; the " + theList(failing) + (failing.size() > 1 ? " are" : " is") + " not shown to beat "
                        + baseline + ".";
    }

    /** Models with their scores: {@code A (MAE 229 MW) and the B (248 MW)}. */
    private static String scored(Verdict verdict, List<String> models, boolean withMetric) {
        List<String> named = new ArrayList<>();
        for (String model : models) {
            named.add((named.isEmpty() ? "" : "the ") + model + " ("
                    + (withMetric && named.isEmpty() ? verdict.dataset().primaryMetric() + " " : "")
                    + Numbers.significant(verdict.score(model).mean()) + unit(verdict)
                    + survivors(", on ", verdict.score(model)) + ")");
        }
        return Html.list(named);
    }

    private static String win(Verdict verdict) {
        Score first = verdict.ranking().get(0);
        Score next = verdict.ranking().get(1);
        return verdict.dataset().name() + " (" + verdict.dataset().primaryMetric() + " "
                + Numbers.significant(first.mean())
                + unit(verdict) + survivors(" on ", first) + "; next, the " + next.model() + ", "
                + Numbers.significant(next.mean()) + survivors(" on ", next) + ")";
    }

    /** Says of how many seeds a score is, if trials are missing: what is left may be the luckier seeds. */
    static String survivors(String start, Score score) {
        int seeds = score.bySeed().size();
        return seeds == score.planned() ? "" : start + seeds + " of " + score.planned() + " seeds";
    }

    /** What is shown on one dataset, with the numbers. */
    static String detail(Verdict verdict) {
        if (verdict.outcome() == Outcome.NO_SCORES) {
            return "No trial was completed, so there is nothing to compare.";
        }
        List<String> sentences = new ArrayList<>();
        Score first = verdict.ranking().get(0);
        sentences.add(lead(verdict, first));
        if (verdict.outcome() != Outcome.NOTHING_LEARNED) {
            verdict.behind().stream().limit(1).forEach(gap -> sentences.add(gap(verdict, first, gap)));
            List<String> clearlyBehind = verdict.behind().stream().skip(1).filter(Gap::shown).map(Gap::model).toList();
            if (verdict.outcome() == Outcome.SHARED_LEAD && !clearlyBehind.isEmpty()) {
                sentences.add("The " + theList(clearlyBehind) + (clearlyBehind.size() > 1 ? " are" : " is")
                        + " shown to be behind.");
            }
        }
        if (verdict.baseline() != null) {
            sentences.add(baseline(verdict));
        }
        if (!verdict.unscored().isEmpty()) {
            sentences.add("No trial of the " + theList(verdict.unscored()) + " was completed.");
        }
        return String.join(" ", sentences);
    }

    private static String lead(Verdict verdict, Score first) {
        String verb = switch (verdict.outcome()) {
            case WINNER -> " is best: ";
            case ALONE -> " stands alone: ";
            default -> " ranks first: ";
        };
        return "The " + first.model() + verb + verdict.dataset().primaryMetric() + " "
                + measured(verdict, first) + " over " + (first.bySeed().size() == first.planned()
                        ? seeds(first.planned()) : survivors("", first)) + ".";
    }

    private static String gap(Verdict verdict, Score first, Gap gap) {
        Score next = verdict.score(gap.model());
        String start = "Next is the " + gap.model() + " (" + measured(verdict, next) + survivors(", on ", next) + ")";
        if (!gap.comparison().testable()) {
            return start + "; no difference could be shown, for the two share "
                    + (gap.seeds() == 0 ? "no seed" : seeds(gap.seeds())) + " and a comparison needs three.";
        }
        // An end that is not zero must not read as zero.
        double half = Math.max((gap.upper() - gap.mean()) / 100, Math.min(gap.upper() - gap.mean(),
                Math.abs(gap.lower())));
        String measured = Numbers.at(gap.mean(), half) + " (95 % interval " + Numbers.at(gap.lower(), half) + " to "
                + Numbers.at(gap.upper(), half) + ", " + gap.seeds() + " shared seeds; " + p(gap.comparison()) + ")";
        if (gap.shown()) {
            return start + ", behind by " + measured + ".";
        }
        String needed = seedsNeeded(gap.comparison());
        return start + "; no difference could be shown: it is behind by " + measured + "; " + needed + ", and "
                + gap.seeds() + " show one of " + Numbers.significant(gap.comparison().detectable(), 2)
                + " in 80 % of cases.";
    }

    /** {@code p = 0.003, 0.02 after correction for 6 comparisons}. */
    static String p(Comparison comparison) {
        String alone = "p " + probability(comparison.test().p());
        return comparison.familySize() == 1 ? alone : alone + ", " + probability(comparison.adjusted()).replace("= ", "")
                + " after correction for " + comparison.familySize() + " comparisons";
    }

    /** {@code = 0.023} or {@code < 0.001}. */
    static String probability(double p) {
        return p < 0.001 ? "< 0.001" : "= " + Numbers.significant(p, 2);
    }

    private static String baseline(Verdict verdict) {
        String name = "“" + verdict.baseline().name() + "” (" + Numbers.significant(verdict.baseline().value()) + ")";
        if (verdict.outcome() == Outcome.NOTHING_LEARNED) {
            boolean tooFew = verdict.ranking().stream().allMatch(score -> score.bySeed().size() < PairedStudent.FEWEST);
            return "No model is shown to beat the best naive baseline, " + name
                    + (tooFew ? "; fewer than three seeds can't show it." : ".");
        }
        int beating = verdict.beating().size();
        return (beating == verdict.ranking().size() && beating > 1 ? "All models beat"
                : "Only the " + theList(verdict.beating()) + (beating > 1 ? " beat" : " beats"))
                + " the best naive baseline, " + name + ".";
    }

    private static String measured(Verdict verdict, Score score) {
        return (Double.isFinite(score.half()) ? Numbers.plusMinus(score.mean(), score.half())
                : Numbers.significant(score.mean())) + unit(verdict);
    }

    private static String unit(Verdict verdict) {
        return verdict.dataset().unit().isEmpty() ? "" : " " + verdict.dataset().unit();
    }

    private static String theList(List<String> models) {
        return Html.list(models.stream().map(name -> name.equals(models.get(0)) ? name : "the " + name).toList());
    }

    private static String seeds(int count) {
        return count == 1 ? "1 seed" : count + " seeds";
    }
}
