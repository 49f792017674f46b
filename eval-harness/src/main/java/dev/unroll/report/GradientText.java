package dev.unroll.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What the profiles of gradients show, in sentences of HTML, by fixed rules. At the farthest step back that all models
 * were measured at and none has vanished, the weakest gradient is compared with the strongest: within a factor of ten
 * they count as alike. Gradients below what a float holds are named with the step from which on they are, and for
 * how many seeds; seeds where they are take no part in the comparison, nor does a model of which no seed is left.
 */
final class GradientText {

    private static final double ALIKE = 1;

    private GradientText() {
    }

    static String html(List<ReachProfile> before, List<ReachProfile> after) {
        List<String> sentences = new ArrayList<>();
        sentences.addAll(moment(before, "At initialization"));
        sentences.addAll(moment(after, "After training"));
        return String.join(" ", sentences);
    }

    private static List<String> moment(List<ReachProfile> profiles, String when) {
        List<String> sentences = new ArrayList<>();
        int farthest = profiles.stream().mapToInt(ReachProfile::farthest).min().orElse(-1);
        if (farthest < 1) {
            return sentences;
        }
        int common = profiles.stream().mapToInt(profile -> positiveTo(profile, farthest)).min().orElse(-1);
        int lag = common < 1 ? farthest : common;
        ReachProfile weakest = null;
        ReachProfile strongest = null;
        int positive = 0;
        for (ReachProfile profile : profiles) {
            double log = profile.median()[lag];
            if (Double.isFinite(log)) {
                positive++;
                weakest = weakest == null || log < weakest.median()[lag] ? profile : weakest;
                strongest = strongest == null || log > strongest.median()[lag] ? profile : strongest;
            }
        }
        if (positive > 1) {
            double gap = weakest.median()[lag] - strongest.median()[lag];
            sentences.add(when + (gap > -ALIKE
                    ? " all " + (positive < profiles.size() ? "other " : "")
                            + "gradients at lag " + lag + " are within a factor of ten of each other."
                    : " the " + name(weakest) + "’s gradient at lag " + lag + " is " + power(gap) + " of the "
                            + name(strongest) + "’s."));
        } else if (positive == 1) {
            double fall = strongest.median()[lag] - strongest.median()[0];
            if (Double.isFinite(fall)) {
                sentences.add(when + " the " + name(strongest) + "’s gradient at lag " + lag + " is " + power(fall)
                        + " of that at lag 0.");
            }
        }
        for (ReachProfile profile : profiles) {
            int from = profile.underflowFrom();
            if (from >= 0) {
                sentences.add(when + " the " + name(profile) + "’s gradient is below what a float holds (10<sup>−45</sup>)"
                        + " in " + profile.zeros()[profile.farthest()] + " of " + profile.seeds() + " seeds at lag "
                        + profile.farthest() + ", the first of them from lag " + from + " on.");
            }
        }
        return sentences;
    }

    /** The last lag before the gradient is exactly 0 to the end. */
    private static int positiveTo(ReachProfile profile, int farthest) {
        return profile.zeroFrom() < 0 ? farthest : Math.min(farthest, profile.zeroFrom() - 1);
    }

    private static String name(ReachProfile profile) {
        return Html.text(profile.model());
    }

    private static String power(double exponent) {
        return "10<sup>" + Numbers.oneDecimal(exponent) + "</sup>";
    }
}
