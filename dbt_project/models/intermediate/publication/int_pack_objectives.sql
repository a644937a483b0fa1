{#- Held back of an objective that is withheld: all that follows from the figures. -#}
{%- set figures = [
    'rag_status', 'rag_reason', 'attainment', 'green_count', 'amber_count', 'red_count',
    'none_count', 'is_at_risk',
] -%}

with packs as (
    select * from {{ ref('int_packs') }}
),

statuses as (
    select * from {{ ref('int_objective_statuses') }}
),

objective_measures as (
    select
        objective_id,
        measure_type
    from {{ ref('int_objective_measures') }}
),

sentences as (
    select * from {{ ref('int_objective_sentences') }}
),

approvals as (
    select * from {{ ref('int_objective_approvals') }}
),

-- As its scorecard shows it: each objective in its latest month. A forum that is shown
-- one type of measure is shown the objectives these belong to.
ranked as (
    select
        packs.publication_id,
        statuses.*,
        row_number() over (
            partition by packs.publication_id, statuses.objective_id
            order by statuses.period_end_date desc
        ) as recency
    from packs
    inner join statuses
        on packs.scorecard_id = statuses.scorecard_id
    where
        packs.measure_type is null
        or statuses.objective_id in (
            select objective_measures.objective_id
            from objective_measures
            where packs.measure_type = objective_measures.measure_type
        )
),

final as (
    select
        ranked.publication_id,
        ranked.objective_id,
        ranked.period_id,
        {% for figure in figures -%}
        case when approvals.objective_id is null then ranked.{{ figure }} end
            as {{ figure }},
        {% endfor -%}
        case when approvals.objective_id is null then sentences.explanation end
            as explanation,
        {{ withheld_for(
            'approvals.unapproved_count', 'it is made of', 'approvals.measure_names'
        ) }} as withheld_reason,
        case when ranked.is_judged_by_attainment then ranked.rag_profile_id end
            as rag_profile_id,
        ranked.rule_version,
        ranked.roll_up_rule_id,
        ranked.roll_up_version,
        ranked.member_count,
        approvals.objective_id is not null as is_withheld,
        ranked.is_complete,
        ranked.period_end_date
    from ranked
    inner join sentences using (objective_id, period_id)
    left join approvals using (objective_id, period_id)
    where ranked.recency = 1
)

select * from final
