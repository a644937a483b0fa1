with targets as (
    select * from {{ ref('int_targets') }}
    where superseded_at is null
),

measures as (
    select
        measure_id,
        scorecard_id,
        parent_measure_id,
        is_part
    from {{ ref('stg_reference__measures') }}
),

-- What the organisation promises now: the version that takes effect last.
ranked as (
    select
        measures.measure_id,
        measures.parent_measure_id,
        measures.is_part,
        targets.baseline_value,
        targets.baseline_text,
        targets.target_value,
        targets.target_value is not null
        or targets.target_lower_value is not null as is_target_a_number,
        targets.target_text,
        targets.comparator,
        targets.deadline_date,
        targets.effective_from_date,
        row_number() over (
            partition by measures.measure_id
            order by
                targets.effective_from_date desc,
                targets.recorded_at desc,
                targets.target_version_id desc
        ) as recency
    from measures
    left join targets
        on
            measures.measure_id = targets.measure_id
            and measures.scorecard_id = targets.organisation_unit_id
),

newest as (
    select * from ranked
    where recency = 1
),

-- A composite is promised for the day its last part is, once every part has a day.
wholes as (
    select
        parent_measure_id as measure_id,
        case when count(*) = count(deadline_date) then max(deadline_date) end
            as deadline_date,
        min(effective_from_date) as effective_from_date
    from newest
    where is_part
    group by parent_measure_id
),

final as (
    select
        newest.measure_id,
        newest.baseline_value,
        newest.baseline_text,
        newest.target_value,
        newest.is_target_a_number,
        newest.target_text,
        newest.comparator,
        coalesce(newest.deadline_date, wholes.deadline_date) as deadline_date,
        coalesce(newest.effective_from_date, wholes.effective_from_date)
            as effective_from_date
    from newest
    left join wholes
        on newest.measure_id = wholes.measure_id
)

select * from final
