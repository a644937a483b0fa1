with members as (
    select * from {{ ref('int_objective_members') }}
),

rag_statuses as (
    select
        rag_status,
        severity
    from {{ ref('stg_reference__rag_statuses') }}
),

rag_reasons as (
    select
        rag_reason,
        precedence
    from {{ ref('stg_reference__rag_reasons') }}
),

-- What is ahead of its plan makes up for nothing that is behind.
capped as (
    select
        *,
        case
            when attainment is not null then greatest(least(attainment, 1), 0)
        end as capped_attainment
    from members
),

summed as (
    select
        members.objective_id,
        members.period_id,
        count(*) as member_count,
        count(case when members.rag_status = 'green' then 1 end) as green_count,
        count(case when members.rag_status = 'amber' then 1 end) as amber_count,
        count(case when members.rag_status = 'red' then 1 end) as red_count,
        count(case when members.rag_status = 'none' then 1 end) as none_count,
        count(members.attainment) as attainment_count,
        sum({{ multiply('members.capped_attainment', 'members.weight') }})
            as weighted_attainment,
        sum(case when members.attainment is not null then members.weight end)
            as counted_weight,
        count(distinct members.weight) > 1 as is_weighted,
        count(case
            when members.attainment != members.capped_attainment then 1
        end) > 0 as is_capped,
        max(rag_statuses.severity) as severity,
        min(rag_reasons.precedence) as reason_precedence,
        max(members.red_checks_running) as red_checks_running
    from capped as members
    inner join rag_statuses
        on members.rag_status = rag_statuses.rag_status
    left join rag_reasons
        on members.rag_reason = rag_reasons.rag_reason
    group by members.objective_id, members.period_id
),

final as (
    select
        summed.*,
        rag_statuses.rag_status as worst_status,
        rag_reasons.rag_reason as first_reason,
        {{ divide('summed.weighted_attainment', 'summed.counted_weight') }}
            as mean_attainment,
        {{ divide('summed.attainment_count', 'summed.member_count') }}
            as attainment_share
    from summed
    inner join rag_statuses
        on summed.severity = rag_statuses.severity
    left join rag_reasons
        on summed.reason_precedence = rag_reasons.precedence
)

select * from final
