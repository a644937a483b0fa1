with spine as (
    select * from {{ ref('int_spine') }}
),

composites as (
    select
        measure_id,
        rag_profile_id
    from {{ ref('stg_reference__measures') }}
    where measure_kind = 'composite'
),

composite_parts as (
    select * from {{ ref('int_composite_parts') }}
),

rag_reasons as (
    select
        rag_reason,
        precedence
    from {{ ref('stg_reference__rag_reasons') }}
),

rag_statuses as (
    select
        rag_status,
        severity
    from {{ ref('stg_reference__rag_statuses') }}
),

summed as (
    select
        composite_id,
        organisation_unit_id,
        period_id,
        count(*) as part_count,
        sum(case when is_met then 1 else 0 end) as met_count,
        sum(case when not is_met then 1 else 0 end) as unmet_count,
        min(attainment) as attainment,
        max(severity) as severity,
        min(reason_precedence) as reason_precedence,
        min(missing_data_precedence) as missing_data_precedence,
        max(case when is_overdue then 1 else 0 end) as overdue_count,
        max(case when has_target then 1 else 0 end) as target_count
    from composite_parts
    group by composite_id, organisation_unit_id, period_id
),

judged as (
    select
        spine.*,
        composites.rag_profile_id,
        summed.part_count,
        summed.met_count,
        summed.unmet_count,
        summed.attainment,
        summed.overdue_count,
        summed.target_count,
        rag_statuses.rag_status as worst_status,
        case
            when summed.target_count = 0 then 'not_expected'
            when missing_data.rag_reason is not null then missing_data.rag_reason
            when spine.is_complete then 'reported'
            else 'provisional'
        end as value_status,
        case
            when summed.target_count = 0 then 'not_expected'
            when not spine.is_complete then 'not_due'
            when missing_data.rag_reason is not null then missing_data.rag_reason
            when rag_statuses.rag_status = 'none' then part_reasons.rag_reason
        end as rag_reason
    from spine
    inner join composites
        on spine.measure_id = composites.measure_id
    inner join summed
        on
            spine.measure_id = summed.composite_id
            and spine.organisation_unit_id = summed.organisation_unit_id
            and spine.period_id = summed.period_id
    inner join rag_statuses
        on summed.severity = rag_statuses.severity
    left join rag_reasons as missing_data
        on summed.missing_data_precedence = missing_data.precedence
    left join rag_reasons as part_reasons
        on summed.reason_precedence = part_reasons.precedence
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        case
            when value_status in ('reported', 'provisional')
                then cast(met_count as {{ type_decimal() }})
        end as numerator,
        cast(part_count as {{ type_decimal() }}) as denominator,
        case
            when value_status in ('reported', 'provisional')
                then cast(met_count as {{ type_decimal() }})
        end as value,
        value_status,
        attainment,
        rag_profile_id,
        case when rag_reason is null then worst_status else 'none' end as rag_status,
        rag_reason,
        case
            when met_count = part_count then true
            when unmet_count > 0 then false
        end as is_met,
        overdue_count > 0 as is_overdue,
        target_count > 0 as has_target,
        is_complete,
        period_start_date,
        period_end_date,
        due_date
    from judged
)

select * from final
