{%- set meanings = {
    'told': means('meanings', 'told'),
    'reviewed': means('meanings', 'reviewed'),
    'decided': means('meanings', 'decided'),
} -%}

with recovery_plans as (
    select
        measure_id,
        objective_id,
        plan_reference as reference,
        submitted_on_date as done_on_date
    from {{ ref('int_recovery_plans') }}
),

decisions as (
    select
        measure_id,
        objective_id,
        forum_id,
        post_id,
        decision_reference as reference,
        meanings,
        decided_on_date as done_on_date
    from {{ ref('int_decisions') }}
),

final as (
    select
        'recovery_plan' as evidence,
        measure_id,
        objective_id,
        cast(null as {{ dbt.type_string() }}) as forum_id,
        cast(null as {{ dbt.type_string() }}) as post_id,
        reference,
        done_on_date
    from recovery_plans
    {% for meaning, is_meant in meanings.items() %}
    union all
    select
        '{{ meaning }}' as evidence,
        measure_id,
        objective_id,
        forum_id,
        post_id,
        reference,
        done_on_date
    from decisions
    where {{ is_meant }}
    {% endfor %}
)

select * from final
