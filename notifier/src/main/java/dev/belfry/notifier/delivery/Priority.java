package dev.belfry.notifier.delivery;

/** What goes first within a lane; the order of the constants is the order in the lane. */
public enum Priority {
    FIRST_PAGE((short) 0),
    PAGE_AGAIN((short) 1),
    INFORMATION((short) 2),
    BULK((short) 3);

    private final short rank;

    Priority(short rank) {
        this.rank = rank;
    }

    /** As it is written in the table: what is smaller goes first. */
    public short rank() {
        return rank;
    }

    public static Priority ofRank(short rank) {
        for (var one : values()) {
            if (one.rank == rank) {
                return one;
            }
        }
        throw new IllegalArgumentException("there is no priority " + rank);
    }

    public static Priority of(Matter matter) {
        return switch (matter) {
            case Matter.OfPage page -> page.page().repeat() == 0 ? FIRST_PAGE : PAGE_AGAIN;
            case Matter.OfNotice notice -> notice.notice().kind().startsWith("subscriber.") ? BULK : INFORMATION;
        };
    }
}
