package dev.unroll.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.run.RunStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page that lists the runs of a folder, and follows those that go on. */
public final class RunsPage {

    private RunsPage() {
    }

    /**
     * A run in the list.
     *
     * @param folder  name of its folder
     * @param address of its own page
     * @param status  {@code null} if it cannot be read
     * @param trouble why it cannot be read; empty if it can
     */
    public record Listed(String folder, String address, RunStatus status, String trouble) {
    }

    /** The page; {@code news} is the address of {@link #news}. */
    public static String html(String folder, List<Listed> runs, String news) {
        StringBuilder content = new StringBuilder(Html.head(List.of("Run", "Ended", "State"))).append("<tbody>\n");
        Map<String, String> texts = texts(runs);
        for (int i = 0; i < runs.size(); i++) {
            Listed run = runs.get(i);
            String name = run.status() == null ? Html.text(run.folder()) : "<a href=\"" + Html.text(run.address()) + "\">"
                    + Html.text(run.folder()) + "</a><small> " + Html.text(run.status().description()) + "</small>";
            content.append("<tr><th scope=\"row\">").append(name).append("</th><td class=\"num\" id=\"ended-").append(i)
                    .append("\">").append(Html.text(texts.get("ended-" + i))).append("</td><td class=\"words\" id=\"state-")
                    .append(i).append("\">").append(Html.text(texts.get("state-" + i))).append("</td></tr>\n");
        }
        Map<String, String> slots = new LinkedHashMap<>();
        slots.put("title", "Runs in " + Html.text(folder));
        slots.put("news", Html.text(news));
        slots.put("table", runs.isEmpty() ? "<p>There is no run here yet; this page shows the first when it begins.</p>\n"
                : new PageParts(List.of()).table("Runs by the name of their folder.",
                        content.append("</tbody>\n").toString()));
        return ReportWriter.page("dev/unroll/report/live-runs.html", slots, new Charts(List.of()).json());
    }

    /** What has changed: texts by the ID of their element, and a key that is another when the page must be made anew. */
    public static ObjectNode news(List<Listed> runs) {
        ObjectNode news = JsonNodeFactory.instance.objectNode();
        news.put("key", key(runs));
        ObjectNode texts = news.putObject("texts");
        texts(runs).forEach((id, text) -> texts.put(id, Html.plain(text)));
        return news;
    }

    private static String key(List<Listed> runs) {
        return String.join("/", runs.stream().map(run -> run.folder() + (run.status() == null ? "?" : "")).toList());
    }

    private static Map<String, String> texts(List<Listed> runs) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            RunStatus status = runs.get(i).status();
            texts.put("ended-" + i, status == null ? "–" : status.ended() + " of " + status.trials().size());
            texts.put("state-" + i, status == null ? runs.get(i).trouble() : LivePage.state(status));
        }
        return texts;
    }
}
