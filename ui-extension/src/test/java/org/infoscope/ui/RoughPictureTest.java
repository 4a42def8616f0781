package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What a long run is drawn from first, while the rest is on its way. */
class RoughPictureTest extends PageTest {
    private static final String DSE = "diffusion-spectral-entropy";

    private final LongRun run = LongRun.named("long");

    /** Holds back what comes after a rough picture until {@code goOn(cut)}: the rest, all at once, while the connection stays open, or a connection that breaks. */
    private static final String HOLD = """
            const ask = window.fetch;
            window.questions = 0;
            const told = new Promise(done => { window.goOn = done; });
            window.fetch = async (...asked) => {
              questions += /[?&](iterations|from)=/.test(asked[0]) ? 1 : 0;
              const answer = await ask(...asked);
              if (!String(asked[0]).includes('rough=first')) {
                return answer;
              }
              const [first, ...others] = (await answer.text()).split(/(?<=\\n)/);
              const bytes = text => new TextEncoder().encode(text);
              return new Response(new ReadableStream({ async start(body) {
                body.enqueue(bytes(first));
                if (await told) {
                  body.error(new TypeError('network error'));
                } else {
                  body.enqueue(bytes(`${others.join('')}\\n`));
                }
              } }));
            };
            """;

    @Test
    void aRoughPictureIsReadBeforeTheRestIsHereAndNotAgain() {
        run.record(storage);
        browser.go(server.address("/representation/none"));
        browser.evaluate(HOLD);
        List<?> heard = (List<?>) browser.evaluate("""
                return (async () => {
                  const [{ Run }, { openLong }] = await Promise.all(['run', 'opening'].map(name => import(`/assets/infoscope/model/${name}.js`)));
                  const about = await (await fetch('/representation/api/runs/long')).json();
                  const run = new Run('long');
                  run.describe(about.infos);
                  const heard = [];
                  const tell = what => () => {
                    const log = run.logs.get('worker-0');
                    heard.push(`${what}${log.rough ? ' rough' : ''} ${log.size > 5000 ? 'many' : 'few'} ${log.averaged}`);
                  };
                  const open = () => openLong(run, about, 'worker-0', { opened: tell('opened'), changed: tell('changed') });
                  const opening = open();
                  while (heard.length === 0) {
                    await new Promise(later => setTimeout(later, 10));
                  }
                  heard.push('held');
                  goOn();
                  const place = await opening;
                  await open();
                  return [...heard, place];
                })();
                """);
        assertThat(heard.stream().map(String::valueOf))
                .containsExactly(
                        "opened rough few false",
                        "held",
                        "opened many false",
                        "changed many true",
                        "opened many false",
                        "changed many true",
                        "worker-0@" + (SyntheticRun.START + 1000L * LongRun.STEPS));
    }

    /** For steps or parts, sent by now. */
    private static long questions() {
        return browser.number("return questions");
    }

    /** The page waits a tenth of a second for more to ask for before it asks. */
    private static void requireNothingAsked() {
        assertThat(browser.number("return new Promise(later => setTimeout(() => later(questions), 400))"))
                .isZero();
    }

    @Test
    void aRoughPictureIsDrawnAndNothingAskedForItsSake() {
        run.record(storage);
        Runnable end = browser.before(HOLD);
        try {
            browser.go(server.address("/representation/long?from=12000&to=13000"));
            browser.await("a rough curve", () -> browser.points(DSE, 0) > 20);
            browser.awaitText("#state", "Reading this run");
            browser.evaluate("document.getElementById('maps').scrollIntoView()");
            browser.awaitText("#maps", "Reading");
            requireNothingAsked();
            long rough = browser.points("loss", 0);
            browser.evaluate("goOn()");
            browser.awaitText("#state", "Silent");
            browser.await("the part, and what the newest samples lack", () -> questions() >= 2);
            browser.awaitText("#maps", "samples, evenly spaced");
            browser.evaluate("scrollTo(0, 0)");
            browser.await("all of it", () -> browser.points("loss", 0) > rough);

            browser.go(server.address("/representation/long"));
            browser.await("a rough curve", () -> browser.points(DSE, 0) > 20);
            browser.find("[data-panel='" + DSE + "']").sendKeys(Keys.ARROW_LEFT);
            browser.awaitText("[data-panel='" + DSE + "'] .tip", "Reading the settings of this sample");
            requireNothingAsked();
            // Until the page has been seen to say that: it tries again soon.
            browser.block("*/curves?*");
            browser.evaluate("goOn('cut')");
            browser.awaitText("#state", "Connection lost, trying again");
            browser.block();
            browser.awaitText("#state", "Silent");
            browser.await("all of it", () -> browser.points(DSE, 0) > 200);
            browser.awaitText("[data-panel='" + DSE + "'] .tip", "dtype float");
        } finally {
            end.run();
        }
    }
}
