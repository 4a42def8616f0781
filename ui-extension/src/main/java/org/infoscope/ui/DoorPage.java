package org.infoscope.ui;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** What a browser is shown in place of the page when it may not see it yet: the form for the token, or the reason. */
final class DoorPage {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <title>%s – Infoscope</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <link rel="icon" href="/assets/infoscope/icon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/assets/infoscope/styles.css">
                <script src="/assets/infoscope/early.js"></script>
              </head>
              <body>
                <main id="content"><section class="empty">
                  <h1>%s</h1>
                  <p%s>%s</p>%s
                </section></main>
              </body>
            </html>
            """;

    private static final String FORM = """

                  <form method="post" class="door">
                    <label class="field"><span>Token</span>
                      <input type="password" name="token" autocomplete="current-password" required autofocus></label>
                    <button class="button plain" type="submit">Log in</button>
                  </form>
                  <p class="note">The token is in the file, the variable or the property that the program was started with.
                  Logged in already, and came by a link? <a href="">Open the page</a></p>""";

    private DoorPage() {}

    /** Answers with the form, when logging in is what helps, or else with the reason alone. */
    static void answer(RoutingContext request, RequestException refused) {
        boolean form = refused.status() != 403;
        String title = form ? "Log in to see the run" : "Not from here";
        boolean tried = request.request().rawMethod().equals("POST");
        String reason = form && !tried ? "This dashboard asks for a token." : String.valueOf(refused.getMessage());
        HttpServerResponse response = request.response();
        refused.head(response);
        secure(response)
                .putHeader("content-security-policy", POLICY)
                // Under no-referrer browsers would post the form without its origin.
                .putHeader("referrer-policy", "same-origin")
                .putHeader("cache-control", "no-store")
                .end(PAGE.formatted(title, title, tried ? " role=\"alert\"" : "", escaped(reason), form ? FORM : ""));
    }

    /** The headers that all our HTML has. */
    static HttpServerResponse secure(HttpServerResponse response) {
        return response.putHeader("content-type", "text/html; charset=utf-8")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cross-origin-resource-policy", "same-origin")
                .putHeader("cross-origin-opener-policy", "same-origin");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
