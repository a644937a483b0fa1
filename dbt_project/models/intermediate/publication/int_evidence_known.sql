with recovery_plans as (
    select
        plan_reference as reference,
        load_id
    from {{ ref('int_recovery_plans') }}
),

decisions as (
    select
        decision_reference as reference,
        load_id
    from {{ ref('int_decisions') }}
),

loads as (
    select
        load_id,
        max(known_at) as known_at
    from {{ ref('stg_ledger__loads') }}
    group by load_id
),

evidence as (
    select * from recovery_plans
    union all
    select * from decisions
),

final as (
    select
        evidence.reference,
        max(loads.known_at) as known_at
    from evidence
    inner join loads
        on evidence.load_id = loads.load_id
    group by evidence.reference
)

select * from final
