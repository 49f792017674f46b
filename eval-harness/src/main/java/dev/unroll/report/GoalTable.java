package dev.unroll.report;

import dev.unroll.comparison.Statistic;
import dev.unroll.comparison.TaskScores;
import dev.unroll.run.SpeedMeasurement;
import java.util.ArrayList;
import java.util.List;

/** How soon each model reaches a score: updates, and the seconds that so many take. */
final class GoalTable {

    private static final List<String> GOALS = List.of("0.0", "0.5", "0.9");

    private GoalTable() {
    }

    /** Empty if no task has something to learn and a baseline. */
    static String html(Report report) {
        StringBuilder content = new StringBuilder(Html.head(List.of("Model", "Best naive baseline<small>skill 0</small>",
                "Half the way to perfect<small>skill 0.5</small>", "Nine tenths<small>skill 0.9</small>")));
        List<TaskScores> tasks = report.comparisons.withSkill();
        for (TaskScores task : tasks) {
            content.append("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"4\">")
                    .append(Html.text(task.name())).append("</th></tr>\n");
            for (String model : report.modelNames()) {
                if (!task.scores().get(model).isEmpty()) {
                    List<String> cells = new ArrayList<>();
                    GOALS.forEach(goal -> cells.add(cell(report, task, model, goal)));
                    content.append(Html.row(report.mark(model), cells));
                }
            }
            content.append("</tbody>\n");
        }
        return tasks.isEmpty() ? "" : report.table("Updates until validation was first this good, median over "
                + "seeds, one that never came counting as later than all others (no number where half never came), and "
                + "the time that so many updates take by the speed above.", content.toString());
    }

    private static String cell(Report report, TaskScores task, String model, String goal) {
        Statistic updates = report.statistics.of(task.name(), model, "", "updates to skill " + goal);
        Statistic reached = report.statistics.of(task.name(), model, "", "seeds that reached skill " + goal);
        int seeds = task.scores().get(model).size();
        String count = reached == null || reached.value() == seeds ? "" : " (" + Math.round(reached.value()) + " of "
                + seeds + " seeds)";
        if (updates == null) {
            return reached == null || reached.value() == 0 ? "never" : "–" + count;
        }
        SpeedMeasurement speed = report.speed.of(task.name(), model);
        return Numbers.count(Math.round(updates.value())) + (speed == null ? "" : ", "
                + Numbers.duration(updates.value() * speed.millisPerUpdate() / 1e3)) + count;
    }
}
