-- grain: one gap of one channel in one quarter, let pass; it may be said before anything else is known of the quarter
INSERT INTO meta.quarter (municipality, quarter, updated_at)
VALUES (:municipality, :quarter, :now)
ON CONFLICT (municipality, quarter) DO NOTHING;
INSERT INTO meta.waiver (municipality, quarter, channel, reason, waived_by, waived_at)
VALUES (:municipality, :quarter, :channel, :reason, :waived_by, :now);
