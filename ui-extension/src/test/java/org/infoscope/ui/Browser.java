package org.infoscope.ui;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.WheelInput.ScrollOrigin;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final int MOST_DOUBLE_CLICKS = 3;
    /** Chromium's is half a second. */
    private static final Duration LONGEST_DOUBLE_CLICK = Duration.ofMillis(600);
    /** The element to use; throws while nobody could use it. */
    private static final String USABLE = """
            const usable = document.querySelector(arguments[0]);
            if (usable.matches(':disabled') || !usable.checkVisibility()) {
              throw new Error(`${arguments[0]} is disabled or not visible`);
            }
            """;
    /** One renderer for all pages: starting one for each costs an eighth of the tests' processor time. */
    static final String[] ONE_RENDERER = {
        "--renderer-process-limit=1",
        "--disable-site-isolation-trials",
        "--disable-features=IsolateOrigins,site-per-process,BackForwardCache,ProactivelySwapBrowsingInstance"
    };

    private static final List<String> USUAL_PLACES =
            List.of("/usr/bin", "/usr/local/bin", "/snap/bin", "/usr/lib/chromium", "/opt/homebrew/bin");

    private final ChromeDriver driver;
    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    private static Optional<Path> chromium() {
        return find("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    }

    private static Optional<Path> chromedriver() {
        return find("chromedriver", "chromium.chromedriver", "chromium-driver");
    }

    /** Why there is none, if there is none. */
    static Optional<String> missing() {
        return chromium().isPresent() && chromedriver().isPresent()
                ? Optional.empty()
                : Optional.of("No Chromium with chromedriver on the PATH or in " + USUAL_PLACES);
    }

    /** As users have it, but for these flags. */
    static Browser open(String... flags) {
        missing().ifPresent(reason -> fail(reason));
        try {
            Path profile = Files.createTempDirectory("infoscope-browser-");
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(chromedriver().orElseThrow().toFile())
                    .usingAnyFreePort()
                    .withTimeout(STARTING)
                    .build();
            ChromeDriver driver = new ChromeDriver(service, options(profile, flags));
            driver.manage().timeouts().scriptTimeout(PATIENCE);
            Browser browser = new Browser(driver, profile);
            browser.prefer("light");
            return browser;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChromeOptions options(Path profile, String... flags) {
        LoggingPreferences console = new LoggingPreferences();
        console.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium().orElseThrow().toFile());
        options.setCapability("goog:loggingPrefs", console);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1440,1800",
                "--user-data-dir=" + profile);
        options.addArguments(flags);
        return options;
    }

    private static Optional<Path> find(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        List<String> folders = Stream.concat(Arrays.stream(path.split(File.pathSeparator)), USUAL_PLACES.stream())
                .toList();
        return Arrays.stream(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where files go from now on. */
    void download(Path folder) {
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    /** As if it had just been started: the next server may have the port of one whose pages kept something here. */
    void forget(int port) {
        go("about:blank");
        driver.executeCdpCommand(
                "Storage.clearDataForOrigin",
                Map.of("origin", "http://127.0.0.1:" + port, "storageTypes", "local_storage"));
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        block();
        ownSize();
        prefer("light");
        vision("none");
        complaints();
    }

    /** In every page from now on, before its own scripts, until what is given back is run. */
    Runnable before(String script) {
        Object identifier = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
                .get("identifier");
        return () ->
                driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", identifier));
    }

    void go(String address) {
        driver.get(address);
    }

    void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** As if people saw it who lack a kind of cones; "none" for all three. */
    void vision(String lacking) {
        driver.executeCdpCommand("Emulation.setEmulatedVisionDeficiency", Map.of("type", lacking));
    }

    /** As if the window were so large. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** As large as it is. */
    void ownSize() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** Requests to addresses like these fail; none lets all through again. */
    void block(String... patterns) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
        if (patterns.length == 0) {
            driver.executeCdpCommand("Network.disable", Map.of());
        }
    }

    /** What screen readers are told of the page. */
    AccessibilityTree accessibilityTree() {
        return AccessibilityTree.of(driver.executeCdpCommand("Accessibility.getFullAXTree", Map.of()));
    }

    /** In a second tab, which is closed afterwards. */
    void inAnotherTab(Runnable visit) {
        String first = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
        try {
            visit.run();
        } finally {
            driver.close();
            driver.switchTo().window(first);
        }
    }

    /** Waits for it. */
    WebElement find(String css) {
        await(css, () -> !all(css).isEmpty());
        return driver.findElement(By.cssSelector(css));
    }

    /** Moves the pointer to a place in an element, in pixels from its upper left corner, and nothing else. */
    void point(String css, double x, double y) {
        WebElement box = inSight(css);
        new Actions(driver)
                .moveToElement(box, fromMiddle(x, box.getSize().width), fromMiddle(y, box.getSize().height))
                .perform();
    }

    /** Turns the mouse's wheel there with the Ctrl key held, towards the reader where {@code turns} is negative. */
    void zoom(String css, double x, double y, int turns) {
        WebElement box = inSight(css);
        point(css, x, y);
        Actions hand = new Actions(driver).keyDown(Keys.CONTROL);
        ScrollOrigin place =
                ScrollOrigin.fromElement(box, fromMiddle(x, box.getSize().width), fromMiddle(y, box.getSize().height));
        for (int i = 0; i < Math.abs(turns); i++) {
            hand.scrollFromOrigin(place, 0, turns > 0 ? -100 : 100);
        }
        hand.keyUp(Keys.CONTROL).perform();
    }

    /** Moves the pointer, its button held, from one place in an element to another. */
    void drag(String css, double fromX, double toX, double y) {
        WebElement box = inSight(css);
        int middle = fromMiddle(y, box.getSize().height);
        new Actions(driver)
                .moveToElement(box, fromMiddle(fromX, box.getSize().width), middle)
                .clickAndHold()
                .moveToElement(box, fromMiddle((fromX + toX) / 2, box.getSize().width), middle)
                .moveToElement(box, fromMiddle(toX, box.getSize().width), middle)
                .perform();
    }

    /** Lets the button go. */
    void drop() {
        new Actions(driver).release().perform();
    }

    /** Again if it has no effect: on a slow machine two clicks may be too far apart to be a double one. The next ones are no third and fourth. */
    void doubleClick(String css, String what, BooleanSupplier effect) {
        BooleanSupplier clicked = () -> {
            new Actions(driver)
                    .doubleClick(inSight(css))
                    .pause(LONGEST_DOUBLE_CLICK)
                    .perform();
            return effect.getAsBoolean();
        };
        for (int i = 0; i < MOST_DOUBLE_CLICKS; i++) {
            if (holds(clicked)) {
                return;
            }
        }
        await(what, effect);
    }

    /** Where the page may draw the element anew between finding and clicking it. */
    void click(String css) {
        evaluate(USABLE + "usable.click()", css);
    }

    /** Chooses the entry of a list that has this value, as soon as there is one: letters typed slowly would choose another one. */
    void choose(String css, String value) {
        evaluate(
                USABLE + "[...usable.options].find(option => option.value === arguments[1]).selected = true;"
                        + "usable.dispatchEvent(new Event('change'))",
                css,
                value);
    }

    private WebElement inSight(String css) {
        WebElement box = find(css);
        driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", box);
        return box;
    }

    private static int fromMiddle(double place, int size) {
        return (int) Math.round(place - size / 2.0);
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    String text(String css) {
        return (String) evaluate("return document.querySelector(arguments[0])?.innerText ?? ''", css);
    }

    /** A script that asks a page for what it has not drawn yet throws, and is asked again until the page has. */
    @SuppressWarnings("NullAway") // What JavaScript answers is known to the caller.
    Object evaluate(String script, Object... arguments) {
        long start = System.nanoTime();
        while (true) {
            try {
                return driver.executeScript(script, arguments);
            } catch (JavascriptException notYet) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw notYet;
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    long number(String script, Object... arguments) {
        return ((Number) evaluate(script, arguments)).longValue();
    }

    /** The points of a curve, as the chart holds them. */
    long points(String panel, int series) {
        return number(
                "const box = document.querySelector(`[data-panel=\"${arguments[0]}\"]`);"
                        + "const chart = box && echarts.getInstanceByDom(box);"
                        + "return chart?.getModel()?.option.series?.[arguments[1]]?.data?.length ?? -1",
                panel,
                series);
    }

    void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!holds(condition)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("Still not: " + what + "; the page says: " + text("body") + complaints());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Asking for what the page has not drawn yet, or has just drawn anew, throws. */
    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (JavascriptException | NoSuchElementException | StaleElementReferenceException notYet) {
            return false;
        }
    }

    void awaitText(String css, String wanted) {
        await("'" + wanted + "' in " + css, () -> text(css).contains(wanted));
    }

    /** Keeps what the window shows in target/screenshots, for people to look at. */
    Path screenshot(String name) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "screenshots"));
            return Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the console said since last asked: errors of scripts, and violations of the page's policy. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            profile.toFile().deleteOnExit();
        }
    }
}
