package org.infoscope.kernel;

/**
 * Roll-off radii of maps, and what is known of each map besides. Immutable.
 *
 * <p>Arrays given to the constructor belong to the object from then on.
 */
public final class RollOffs {

    private final double[] radii;
    private final int levels;
    private final double[] dcShares;
    private final double[] activeShares;

    /**
     * One entry per map.
     *
     * @param radii [m, levels] in C order, in cycles per pixel; NaN where a map has none
     * @param dcShares share of power at frequency 0 before centring; NaN for a map of zeros or one that is not finite
     * @param activeShares share of pixels that are not 0; NaN exactly for the maps that hold a NaN or an infinity
     * @throws IllegalArgumentException if the lengths do not fit together, or there is no map
     */
    public RollOffs(double[] radii, double[] dcShares, double[] activeShares) {
        int maps = dcShares.length;
        if (maps == 0 || radii.length % maps != 0 || radii.length == 0 || activeShares.length != maps) {
            throw new IllegalArgumentException("One radius per level, one DC share and one active share per map");
        }
        this.radii = radii;
        this.levels = radii.length / maps;
        this.dcShares = dcShares;
        this.activeShares = activeShares;
    }

    /**
     * How many maps.
     *
     * @return at least 1
     */
    public int maps() {
        return dcShares.length;
    }

    /**
     * A roll-off radius.
     *
     * @param map index
     * @param level index of the share p among those asked for
     * @return cycles per pixel; NaN when the map has none
     */
    public double radius(int map, int level) {
        return radii[map * levels + level];
    }

    /**
     * Share of a map's power at frequency 0, before centring.
     *
     * @param map index
     * @return in [0, 1]; NaN for a map of zeros or one that is not finite
     */
    public double dcShare(int map) {
        return dcShares[map];
    }

    /**
     * Share of a map's pixels that are not 0.
     *
     * @param map index
     * @return in [0, 1]; NaN for a map that is not finite
     */
    public double activeShare(int map) {
        return activeShares[map];
    }

    /**
     * Whether every pixel of a map is a finite number.
     *
     * @param map index
     * @return false when it holds a NaN or an infinity
     */
    public boolean isFinite(int map) {
        return !Double.isNaN(activeShares[map]);
    }
}
