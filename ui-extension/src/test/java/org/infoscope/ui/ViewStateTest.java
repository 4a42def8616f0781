package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of viewstate.js, on a page made of an address and a store. */
class ViewStateTest extends ModelTest {
    private static final String BASE = "http://here/representation/run";

    /** Answers what `body` returns; it knows `open(query, store)`, and `page.url`, `page.store` and `page.pushed` of what was opened. */
    private static Object in(String body) {
        return browser.evaluate("""
                return import('/assets/infoscope/model/viewstate.js').then(({ ViewState, flag, kept, name, names, number, oneOf }) => {
                  let page;
                  const parameters = { x: kept(oneOf('iteration', 'epoch')), logy: kept(flag()), smooth: kept(number(0, 0, 1)), from: number(),
                    layer: name(), hide: names() };
                  const open = (query, store = {}) => {
                    page = { address: new URL('%s' + query), store, pushed: 0, get url() { return new URL(this.address); },
                      recall: key => JSON.parse(store[key] ?? 'null'),
                      go(url, push) { this.address = new URL(url); this.pushed += push ? 1 : 0; },
                      remember: (key, texts) => { texts === undefined ? delete store[key] : store[key] = JSON.stringify(texts); } };
                    return new ViewState(parameters, page);
                  };
                  const values = view => JSON.stringify(view.values);
                  %s
                });
                """.formatted(BASE, body));
    }

    @Test
    void addressSaysOnlyWhatDiffersAndReproducesTheView() {
        Map<?, ?> answer = (Map<?, ?>) in("""
                const view = open('?other=1');
                view.set({ x: 'epoch', smooth: 0.25, hide: ['a&b', 'c d', '#'], layer: 'conv1', from: 0 });
                view.write();
                const search = page.url.search;
                const again = open(search);
                const same = values(again) === values(view);
                again.set({ x: 'iteration', smooth: 0, hide: [], layer: '', from: undefined });
                again.write();
                return { search, same, end: page.url.search };
                """);
        assertThat(answer.get("search"))
                .isEqualTo("?other=1&x=epoch&smooth=0.25&from=0&layer=conv1&hide=a%26b&hide=c+d&hide=%23");
        assertThat(answer.get("same")).isEqualTo(true);
        assertThat(answer.get("end")).as("defaults are not told").isEqualTo("?other=1");
    }

    @Test
    void whatCannotBeUnderstoodIsLeftOut() {
        assertThat(in("""
                const view = open('?x=sideways&logy=yes&smooth=2&from=1e999&layer=&hide=&hide=a&hide=a&theme=dark&__proto__=1&smooth=%zz');
                return values(view) + page.url.search;
                """))
                .isEqualTo("{\"x\":\"iteration\",\"logy\":false,\"smooth\":0,\"layer\":\"\",\"hide\":[\"a\"]}"
                        + "?theme=dark&__proto__=1&hide=a");
        assertThat(in("return values(open('?smooth=7&smooth=0.5&x=1&x=epoch'))"))
                .as("of several, the first that can be understood")
                .asString()
                .contains("\"x\":\"epoch\"", "\"smooth\":0.5");
    }

    @Test
    void preferencesAreKeptUnlessTheAddressKnowsBetter() {
        assertThat(in("""
                const store = {};
                const view = open('', store);
                view.set({ x: 'epoch', logy: true, layer: 'conv1' });
                const next = open('', store);
                const told = page.url.search;
                const linked = open('?smooth=0.5', store);
                const part = open('?from=100', store);
                next.set({ x: 'iteration' });
                return [values(next), told, values(linked), values(part), Object.keys(store).sort().join()].join(' ');
                """))
                .isEqualTo("{\"x\":\"iteration\",\"logy\":true,\"smooth\":0,\"layer\":\"\",\"hide\":[]} "
                        + "?x=epoch&logy=1 "
                        + "{\"x\":\"iteration\",\"logy\":false,\"smooth\":0.5,\"layer\":\"\",\"hide\":[]} "
                        + "{\"x\":\"iteration\",\"logy\":false,\"smooth\":0,\"from\":100,\"layer\":\"\",\"hide\":[]} "
                        + "infoscope.logy");
        assertThat(
                        in(
                                "return values(open('', { 'infoscope.x': '[7]', 'infoscope.smooth': '{\"a\":1}', 'infoscope.logy': '[\"1\"]' }))"))
                .as("a store that somebody else wrote")
                .asString()
                .contains("\"x\":\"iteration\"", "\"smooth\":0,", "\"logy\":true");
    }

    @Test
    void longAddressLeavesOutItsLongestParts() {
        assertThat(in("""
                const view = open('');
                view.set({ x: 'epoch', layer: 'l'.repeat(2000), hide: Array.from({ length: 300 }, (_, i) => `layer${i}`) });
                view.write();
                return page.url.search.length + page.url.search.slice(0, 15) + view.get('hide').length;
                """)).isEqualTo((("?x=epoch&layer=".length() + 2000) + "?x=epoch&layer=300"));
    }

    @Test
    void listenersHearChangesAndBackAndForward() {
        assertThat(in("""
                const view = open('');
                const heard = [];
                view.changed(() => heard.push(view.get('layer')));
                view.set({ layer: 'a' }, { push: true });
                view.set({ layer: 'b' });
                const other = view.addressWith({ layer: '' }).search;
                page.address = new URL('%s?layer=c');
                view.reread();
                return [heard.join(), page.pushed, other === '', view.get('layer')].join(' ');
                """.formatted(BASE))).isEqualTo("a,b,c 1 true c");
    }
}
