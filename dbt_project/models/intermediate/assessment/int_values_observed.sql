with spine as (
    select * from {{ ref('int_spine') }}
),

measures as (
    select
        measure_id,
        measure_kind,
        direction,
        rag_profile_id
    from {{ ref('stg_reference__measures') }}
    where measure_kind != 'composite'
),

observations as (
    select * from {{ ref('int_observations_protected') }}
),

rejections as (
    select distinct
        measure_id,
        organisation_unit_id,
        period_id
    from {{ ref('int_return_rejections_by_period') }}
),

joined as (
    select
        spine.*,
        measures.measure_kind,
        measures.direction,
        measures.rag_profile_id,
        observations.numerator,
        observations.denominator,
        observations.value,
        observations.return_status,
        observations.is_suppressed,
        observations.delivered_on_date,
        observations.load_id,
        rejections.measure_id is not null as has_rejection
    from spine
    inner join measures
        on spine.measure_id = measures.measure_id
    left join observations
        on
            spine.measure_id = observations.measure_id
            and spine.organisation_unit_id = observations.organisation_unit_id
            and spine.period_id = observations.period_id
    left join rejections
        on
            spine.measure_id = rejections.measure_id
            and spine.organisation_unit_id = rejections.organisation_unit_id
            and spine.period_id = rejections.period_id
),

final as (
    select
        measure_id,
        scorecard_id,
        organisation_unit_id,
        period_id,
        frequency,
        measure_kind,
        direction,
        rag_profile_id,
        numerator,
        denominator,
        value,
        -- A band around zero with "lower is better" is judged on the size of the miss.
        case
            when measure_kind = 'band' and direction = 'lower' then abs(value)
            else value
        end as judged_value,
        case
            when is_suppressed then 'suppressed'
            when value is not null and is_complete then 'reported'
            when value is not null then 'provisional'
            when return_status = 'not_expected' then 'not_expected'
            when denominator = 0 then 'no_denominator'
            when return_status is null and has_rejection then 'rejected'
            else 'awaiting_data'
        end as value_status,
        return_status,
        is_complete,
        period_start_date,
        period_end_date,
        due_date,
        delivered_on_date,
        load_id
    from joined
)

select * from final
