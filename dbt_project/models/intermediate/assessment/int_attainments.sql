with variances as (
    select * from {{ ref('int_variances') }}
),

rag_profiles as (
    select
        rag_profile_id,
        fallback_rag_profile_id
    from {{ ref('stg_reference__rag_profiles') }}
),

-- Where no share of a promise can be worked out, and why.
judgeable as (
    select
        variances.*,
        rag_profiles.fallback_rag_profile_id,
        variances.attainment_method = 'variance'
        or variances.is_two_sided as is_judged_by_variance,
        -- A ratio asks nothing of the baseline.
        coalesce(case
            when
                variances.attainment_method != 'ratio'
                and variances.direction = 'higher'
                then variances.baseline_value >= variances.target_value
            when
                variances.attainment_method != 'ratio'
                and variances.direction = 'lower'
                then variances.baseline_value <= variances.target_value
            else variances.baseline_value = variances.target_value
        end, false) as is_already_there
    from variances
    inner join rag_profiles
        on variances.rag_profile_id = rag_profiles.rag_profile_id
),

reasoned as (
    select
        *,
        case
            when is_judged_by_variance then null
            when period_end_date <= start_date then 'not_started'
            when is_already_there then null
            when expected_value = baseline_value then 'not_started'
            when attainment_method = 'ratio' then null
            when baseline_value is null then 'no_baseline'
        end as attainment_reason
    from judgeable
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        alternative_id,
        -- At the target or better when promised: kept is full marks, lost a shortfall.
        case
            when
                is_two_sided
                or (is_already_there and attainment_reason is null and not is_met)
                then coalesce(fallback_rag_profile_id, rag_profile_id)
            else rag_profile_id
        end as rag_profile_id,
        attainment_method,
        attainment_reason,
        target_version_id,
        judged_value,
        variance,
        variance_pct,
        case
            when is_judged_by_variance or attainment_reason is not null then null
            when is_already_there and is_met then 1
            when is_already_there then null
            when attainment_method = 'progress' then {{ divide(
                '(judged_value - baseline_value)',
                '(expected_value - baseline_value)'
            ) }}
            when attainment_method = 'share_of_final' then {{ divide(
                '(judged_value - baseline_value)',
                '(target_value - baseline_value)'
            ) }}
            when direction = 'higher'
                then {{ divide('judged_value', 'expected_value') }}
            when judged_value = 0 then 1
            else {{ divide('expected_value', 'judged_value') }}
        end as attainment,
        baseline_value,
        expected_value,
        target_value,
        deadline_date,
        is_met
    from reasoned
)

select * from final
