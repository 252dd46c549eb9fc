package dev.belfry.incident.learning.postmortem;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A postmortem with what its readers say, as the API shows it. */
public record PostmortemView(@JsonUnwrapped Postmortem postmortem, long incidentNumber, List<Review> reviews) {}
