package dev.unroll.report;

import dev.unroll.report.Verdict.Gap;
import dev.unroll.report.Verdict.Outcome;
import dev.unroll.report.Verdict.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Verdict}s in plain sentences, not yet escaped for HTML. */
final class VerdictText {

    private VerdictText() {
    }

    /** The answer of the whole run in a few sentences. */
    static String overall(List<Verdict> verdicts, SpeedRanking speed, int failed, int trials) {
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
        sentences.addAll(speed.sentences());
        if (failed > 0) {
            sentences.add(Numbers.count(failed) + " of " + Numbers.count(trials) + " trials diverged or failed.");
        }
        return String.join(" ", sentences);
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
        String sentence = others.isEmpty()
                ? start + " no difference could be shown between the " + scored(verdict, leaders, true)
                : start + " the " + scored(verdict, leaders, true) + " lead, with no difference shown between them; the "
                        + scored(verdict, others, false) + (others.size() > 1 ? " are behind" : " is behind");
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
                    + Numbers.significant(verdict.score(model).mean()) + unit(verdict) + ")");
        }
        return Html.list(named);
    }

    private static String win(Verdict verdict) {
        Score first = verdict.ranking().get(0);
        Score next = verdict.ranking().get(1);
        return verdict.dataset().name() + " (" + verdict.dataset().primaryMetric() + " "
                + Numbers.significant(first.mean())
                + unit(verdict) + "; next, the " + next.model() + ", " + Numbers.significant(next.mean()) + ")";
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
                + measured(verdict, first) + " over " + seeds(first.bySeed().size()) + ".";
    }

    private static String gap(Verdict verdict, Score first, Gap gap) {
        Score next = verdict.score(gap.model());
        String start = "Next is the " + gap.model() + " (" + measured(verdict, next) + ")";
        if (gap.seeds() < 2) {
            return start + "; no difference could be shown, for the two share "
                    + (gap.seeds() == 0 ? "no seed" : "one seed")
                    + " and an interval needs two.";
        }
        // An end that is not zero must not read as zero.
        double half = Math.max((gap.upper() - gap.mean()) / 100, Math.min(gap.upper() - gap.mean(),
                Math.abs(gap.lower())));
        return start + (gap.shown() ? ", behind by " : "; no difference could be shown: it is behind by ")
                + Numbers.at(gap.mean(), half) + " (95 % interval " + Numbers.at(gap.lower(), half) + " to "
                + Numbers.at(gap.upper(), half) + ", " + gap.seeds() + " shared seeds).";
    }

    private static String baseline(Verdict verdict) {
        String name = "“" + verdict.baseline().name() + "” (" + Numbers.significant(verdict.baseline().value()) + ")";
        if (verdict.outcome() == Outcome.NOTHING_LEARNED) {
            boolean oneSeed = verdict.ranking().stream().allMatch(score -> score.bySeed().size() < 2);
            return "No model is shown to beat the best naive baseline, " + name
                    + (oneSeed ? "; one seed can't show it." : ".");
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
