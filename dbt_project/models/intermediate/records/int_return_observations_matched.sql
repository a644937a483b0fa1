with observations as (
    select * from {{ ref('stg_returns__observations') }}
),

measures as (
    select
        measure_id,
        scorecard_id,
        measure_kind,
        calendar,
        frequency,
        source_system,
        is_bounded
    from {{ ref('stg_reference__measures') }}
),

posts as (
    select post_id from {{ ref('stg_reference__posts') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'returns' and table_name = 'observations'
),

flags as (
    select
        code,
        {{ means('meanings', 'affirmative') }} as is_affirmative
    from codes
    where column_name = 'flag'
),

measure_windows as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date
    from {{ ref('int_measure_windows') }}
),

measure_units as (
    select distinct
        measure_id,
        organisation_unit_id
    from measure_windows
),

-- The last days of all periods of a grain, inside a reporting window or not.
period_ends as (
    select distinct
        grain,
        calendar,
        end_date
    from {{ ref('int_periods') }}
),

matched as (
    select
        observations.*,
        measures.measure_id,
        measures.source_system,
        measures.measure_kind,
        measures.frequency,
        measures.is_bounded,
        measure_units.organisation_unit_id,
        measure_windows.period_id,
        period_ends.end_date is not null as is_period_end,
        posts.post_id,
        statuses.code as status,
        budget_flags.is_affirmative as has_budget_impact,
        risk_flags.is_affirmative as has_corporate_risk
    from observations
    left join measures
        on observations.measure_id_text = measures.measure_id
    -- A row that names no unit speaks for the whole organisation.
    left join measure_units
        on
            measures.measure_id = measure_units.measure_id
            and coalesce(observations.organisation_unit_id_text, measures.scorecard_id)
            = measure_units.organisation_unit_id
    left join measure_windows
        on
            measure_units.measure_id = measure_windows.measure_id
            and measure_units.organisation_unit_id
            = measure_windows.organisation_unit_id
            and observations.period_end_date = measure_windows.period_end_date
    left join period_ends
        on
            measures.frequency = period_ends.grain
            and observations.period_end_date = period_ends.end_date
            and (
                measures.calendar = period_ends.calendar
                or period_ends.grain in ('day', 'week', 'month')
            )
    left join posts
        on observations.author_post_id_text = posts.post_id
    left join codes as statuses
        on
            lower(observations.status_text) = statuses.code
            and statuses.column_name = 'status'
    left join flags as budget_flags
        on lower(observations.budget_impact_text) = budget_flags.code
    left join flags as risk_flags
        on lower(observations.corporate_risk_text) = risk_flags.code
),

final as (
    select
        *,
        coalesce(
            value_text, numerator_text, denominator_text, delivered_on_text
        ) is not null as is_filled_in,
        {{ local_date('received_at') }} as received_date
    from matched
)

select * from final
