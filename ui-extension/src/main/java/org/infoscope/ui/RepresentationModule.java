package org.infoscope.ui;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.api.UIModule;
import org.deeplearning4j.ui.i18n.I18NResource;

/** Infoscope's part of DL4J's training UI: the page {@code /representation} and its routes. */
public final class RepresentationModule implements UIModule {
    private final AttachedRuns runs = new AttachedRuns();

    /** Has no side effects: DL4J makes more instances than it uses. */
    public RepresentationModule() {}

    @Override
    public List<String> getCallbackTypeIDs() {
        return List.of("InfoscopeRepresentation");
    }

    @Override
    public List<Route> getRoutes() {
        return List.of();
    }

    @Override
    public void reportStorageEvents(Collection<StatsStorageEvent> events) {}

    @Override
    public void onAttach(StatsStorage statsStorage) {
        runs.attach(statsStorage);
    }

    @Override
    public void onDetach(StatsStorage statsStorage) {
        runs.detach(statsStorage);
    }

    @Override
    public List<I18NResource> getInternationalizationResources() {
        return List.of();
    }
}
