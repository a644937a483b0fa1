with milestones as (
    select
        measure_id,
        scorecard_id,
        coalesce(deliverable, name) as deliverable
    from {{ ref('stg_reference__measures') }}
    where measure_kind in ('milestone', 'binary') and parent_measure_id is null
),

targets as (
    select
        measure_id,
        organisation_unit_id,
        deadline_date,
        row_number() over (
            partition by measure_id, organisation_unit_id
            order by effective_from_date desc, recorded_at desc, target_version_id desc
        ) as recency
    from {{ ref('int_target_versions') }}
    where superseded_at is null
),

statuses as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        value,
        period_end_date
    from {{ ref('int_statuses') }}
    where is_complete
),

milestone_states as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        delivered_on_date
    from {{ ref('int_milestone_states') }}
    where alternative_id is null
),

-- Delivered once; a binary that lapses later was delivered all the same.
deliveries as (
    select
        statuses.measure_id,
        min(coalesce(milestone_states.delivered_on_date, statuses.period_end_date))
            as delivered_on_date
    from statuses
    inner join milestones
        on
            statuses.measure_id = milestones.measure_id
            and statuses.organisation_unit_id = milestones.scorecard_id
    inner join milestone_states
        on
            statuses.measure_id = milestone_states.measure_id
            and statuses.organisation_unit_id = milestone_states.organisation_unit_id
            and statuses.period_id = milestone_states.period_id
    where statuses.value = 1
    group by statuses.measure_id
),

dated as (
    select
        milestones.*,
        targets.deadline_date,
        deliveries.delivered_on_date
    from milestones
    left join targets
        on
            milestones.measure_id = targets.measure_id
            and milestones.scorecard_id = targets.organisation_unit_id
            and targets.recency = 1
    left join deliveries
        on milestones.measure_id = deliveries.measure_id
),

-- What the returns say of the deadline's own period and of later ones.
reported as (
    select
        dated.measure_id,
        count(*) as period_count,
        count(statuses.value) as value_count
    from dated
    inner join statuses
        on
            dated.measure_id = statuses.measure_id
            and dated.scorecard_id = statuses.organisation_unit_id
            and dated.deadline_date <= statuses.period_end_date
    group by dated.measure_id
),

final as (
    select
        dated.measure_id,
        dated.scorecard_id,
        dated.deliverable,
        case
            when dated.deadline_date is null and dated.delivered_on_date is not null
                then 'delivered'
            when dated.deadline_date is null then 'no_date'
            when dated.delivered_on_date <= dated.deadline_date
                then 'delivered_in_time'
            when dated.delivered_on_date is not null then 'delivered_late'
            when reported.value_count > 0 then 'not_delivered'
            when reported.period_count > 0 then 'not_reported'
            else 'not_due'
        end as delivery_status,
        {{ days_between('dated.deadline_date', 'dated.delivered_on_date') }}
            as days_late,
        dated.deadline_date,
        dated.delivered_on_date
    from dated
    left join reported
        on dated.measure_id = reported.measure_id
)

select * from final
